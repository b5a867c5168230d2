import type {
  Brief,
  ConversationId,
  DepartmentId,
  DepartmentNode,
  PersonRow,
  PrincipalId,
  Selection,
} from "@qunxin/protocol";

/** A department as far as picking needs it. `path` holds names from the root; siblings never share a name. */
export interface Department {
  id: DepartmentId;
  name: string;
  path: readonly string[];
  headCount: number;
}

/** A ticked department, with or without the departments below it. */
export interface PickedDepartment extends Department {
  below: boolean;
}

export interface PickedPerson {
  id: PrincipalId;
  name: string;
  kind: Brief["kind"];
  avatarUrl: string | null;
  note: string | null;
  /** Paths of the person's departments; empty where unknown (pasted, external). */
  places: readonly (readonly string[])[];
}

export interface PickedGroup {
  id: ConversationId;
  name: string;
  memberCount: number;
}

/** What a member picker holds: the contract's Selection with what chips and ticks must show. In the order of picking. */
export interface Picked {
  departments: readonly PickedDepartment[];
  people: readonly PickedPerson[];
  groups: readonly PickedGroup[];
  /** Left out by hand although a ticked department or group holds them. */
  except: readonly PickedPerson[];
}

export type TickState = boolean | "mixed";

/** Children of a department, undefined while they are not loaded. */
export type ChildrenOf = (id: DepartmentId) => readonly Department[] | undefined;

export const nothingPicked: Picked = { departments: [], people: [], groups: [], except: [] };

/** The selection to send: the union of people, departments and groups, less `except`. */
export function toSelection(picked: Picked): Selection {
  return {
    people: picked.people.map((person) => person.id),
    departments: picked.departments.map(({ id, below }) => ({ departmentId: id, below })),
    groups: picked.groups.map((group) => group.id),
    except: picked.except.map((person) => person.id),
  };
}

export function isNothing(picked: Picked): boolean {
  return picked.departments.length + picked.people.length + picked.groups.length === 0;
}

export function departmentOf(node: DepartmentNode): Department {
  return { id: node.id, name: node.name, path: node.path, headCount: node.headCount };
}

export function personOfRow(row: PersonRow): PickedPerson {
  const { id, name, kind, avatarUrl } = row;
  const places = row.placements.map((placement) => placement.path);
  return { id, name, kind, avatarUrl, note: kind === "external" ? row.organisation : row.position, places };
}

export function personOfBrief({ id, name, kind, avatarUrl, note }: Brief): PickedPerson {
  return { id, name, kind, avatarUrl, note, places: [] };
}

/** Ticks a department, with `below` everything below it too. Whoever was left out of it by hand is in again. */
export function tickDepartment(picked: Picked, target: Department, below: boolean, childrenOf: ChildrenOf): Picked {
  const except = picked.except.filter((person) => !isPlacedIn(person, target, below));
  if (isCovered(picked.departments, target, below)) return { ...picked, except };
  const others = picked.departments.filter((entry) => !isInRegion(entry.path, target.path, below));
  const { id, name, path, headCount } = target;
  return { ...picked, except, departments: mergeUp([...others, { id, name, path, headCount, below }], childrenOf) };
}

/**
 * Unticks a department, with `below` everything below it too, and the people ticked one by one in it. A ticked
 * ancestor is split into its parts without the target, so the children of every department between must be loaded.
 */
export function untickDepartment(picked: Picked, target: Department, below: boolean, childrenOf: ChildrenOf): Picked {
  return withoutIdleExceptions({
    ...picked,
    people: picked.people.filter((person) => !isPlacedIn(person, target, below)),
    departments: picked.departments.flatMap((entry) => cutOut(entry, target, below, childrenOf)),
  });
}

export function tickPerson(picked: Picked, person: PickedPerson): Picked {
  const except = picked.except.filter((other) => other.id !== person.id);
  if (picked.people.some((other) => other.id === person.id) || isInTickedDepartment(picked, person)) {
    return { ...picked, except };
  }
  return { ...picked, except, people: [...picked.people, person] };
}

/** Unticks a person; one whom a ticked department or group may hold becomes an exception. */
export function untickPerson(picked: Picked, person: PickedPerson): Picked {
  const people = picked.people.filter((other) => other.id !== person.id);
  const known = picked.except.some((other) => other.id === person.id);
  if (known || !(picked.groups.length > 0 || isInTickedDepartment(picked, person))) return { ...picked, people };
  return { ...picked, people, except: [...picked.except, person] };
}

export function tickGroup(picked: Picked, group: PickedGroup): Picked {
  if (picked.groups.some((other) => other.id === group.id)) return picked;
  return { ...picked, groups: [...picked.groups, group] };
}

export function untickGroup(picked: Picked, group: Pick<PickedGroup, "id">): Picked {
  return withoutIdleExceptions({ ...picked, groups: picked.groups.filter((other) => other.id !== group.id) });
}

/** Takes an exception back. */
export function dropException(picked: Picked, person: Pick<PickedPerson, "id">): Picked {
  return { ...picked, except: picked.except.filter((other) => other.id !== person.id) };
}

/** Removes the last chip: people stand after groups, groups after departments. */
export function removeLast(picked: Picked): Picked {
  if (picked.people.length > 0) return { ...picked, people: picked.people.slice(0, -1) };
  if (picked.groups.length > 0) return withoutIdleExceptions({ ...picked, groups: picked.groups.slice(0, -1) });
  return withoutIdleExceptions({ ...picked, departments: picked.departments.slice(0, -1) });
}

/** State of a department's box; without `below` only its own people count. */
export function departmentState(picked: Picked, target: Department, below: boolean): TickState {
  if (isCovered(picked.departments, target, below)) {
    return picked.except.some((person) => isPlacedIn(person, target, below)) ? "mixed" : true;
  }
  const partly =
    picked.departments.some((entry) => isInRegion(entry.path, target.path, below)) ||
    picked.people.some((person) => isPlacedIn(person, target, below));
  return partly ? "mixed" : false;
}

/** Whether a person is chosen, as far as is known: who is in a picked group is not. */
export function personState(picked: Picked, person: PickedPerson): boolean {
  if (picked.except.some((other) => other.id === person.id)) return false;
  return picked.people.some((other) => other.id === person.id) || isInTickedDepartment(picked, person);
}

/** The ticked department that a split would have to cut `target` out of, if any. */
export function coveringDepartment(picked: Picked, target: Department): PickedDepartment | undefined {
  return picked.departments.find((entry) => entry.below && isWithin(target.path, entry.path));
}

/** Whether the department of `path` is that of `ancestor` or below it. */
export function isWithin(path: readonly string[], ancestor: readonly string[]): boolean {
  if (path.length < ancestor.length) return false;
  // From the end: names near the root are the same everywhere.
  for (let level = ancestor.length - 1; level >= 0; level--) if (path[level] !== ancestor[level]) return false;
  return true;
}

function isInRegion(path: readonly string[], region: readonly string[], below: boolean): boolean {
  return (below || path.length === region.length) && isWithin(path, region);
}

function isPlacedIn(person: PickedPerson, target: Department, below: boolean): boolean {
  return person.places.some((place) => isInRegion(place, target.path, below));
}

function isCovered(entries: readonly PickedDepartment[], target: Department, below: boolean): boolean {
  return entries.some((entry) => (entry.below ? isWithin(target.path, entry.path) : !below && entry.id === target.id));
}

function isInTickedDepartment({ departments }: Picked, person: PickedPerson): boolean {
  return departments.some((entry) => isPlacedIn(person, entry, entry.below));
}

/** What remains of a ticked department when `target` is cut out of it. */
function cutOut(
  entry: PickedDepartment,
  target: Department,
  below: boolean,
  childrenOf: ChildrenOf,
): PickedDepartment[] {
  if (isInRegion(entry.path, target.path, below)) {
    return below || !entry.below ? [] : loadedChildren(entry, childrenOf).map((child) => ({ ...child, below: true }));
  }
  if (!entry.below || !isWithin(target.path, entry.path)) return [entry];
  const parts = loadedChildren(entry, childrenOf).map((child) => ({ ...child, below: true }));
  return [{ ...entry, below: false }, ...parts.flatMap((part) => cutOut(part, target, below, childrenOf))];
}

function loadedChildren(department: Department, childrenOf: ChildrenOf): readonly Department[] {
  const children = childrenOf(department.id);
  if (!children) throw new Error(`children of department ${department.id} must be loaded before it is split`);
  return children;
}

/** Turns a department ticked alone, all of whose children are ticked whole, back into one tick. */
function mergeUp(entries: readonly PickedDepartment[], childrenOf: ChildrenOf): PickedDepartment[] {
  const whole = new Set(entries.filter((entry) => entry.below).map((entry) => entry.id));
  const complete = entries.find(
    (entry) => !entry.below && childrenOf(entry.id)?.every((child) => whole.has(child.id)) === true,
  );
  if (!complete) return [...entries];
  const others = entries.filter((entry) => !isWithin(entry.path, complete.path));
  return mergeUp([...others, { ...complete, below: true }], childrenOf);
}

/** An exception lives only as long as something may still hold the person. */
function withoutIdleExceptions(picked: Picked): Picked {
  if (picked.groups.length > 0) return picked;
  return { ...picked, except: picked.except.filter((person) => isInTickedDepartment(picked, person)) };
}
