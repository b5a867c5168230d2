import type {
  Brief,
  Card,
  CardField,
  DepartmentId,
  PersonRow,
  Policy,
  PrincipalId,
  PrincipalKind,
} from "@qunxin/protocol";
import type { Reading } from "../../platform/database.ts";
import { readStanding } from "./department-store.ts";
import type { PersonRecord } from "./person-store.ts";
import { departmentVisible, type Viewer, visibleFields } from "./rules.ts";

/** Who looks, as far as rules.ts must know. */
export async function viewerOf(
  reading: Reading,
  actor: { id: PrincipalId; kind: PrincipalKind; administrator: boolean },
): Promise<Viewer> {
  const { placements, hidden } = await readStanding(reading, actor.id);
  const lineage = new Set(placements.flatMap((placement) => placement.lineage));
  return {
    id: actor.id,
    kind: actor.kind,
    administrator: actor.administrator,
    departments: new Set(placements.map((placement) => placement.lineage.at(-1) as DepartmentId)),
    lineage,
    leader: placements.some(({ leader }) => leader),
    invisible: actor.administrator ? [] : hidden.filter((id) => !lineage.has(id)),
  };
}

/** A person as a row for this viewer: withheld fields are null, withheld departments are missing. */
export function rowFor(policy: Policy, viewer: Viewer, person: PersonRecord): PersonRow {
  return present(person, viewer, fieldsFor(policy, viewer, person));
}

/** A person's card for this viewer. */
export function cardFor(policy: Policy, viewer: Viewer, person: PersonRecord): Card {
  const fields = fieldsFor(policy, viewer, person);
  const hidden = cardFields.filter((field) => !fields.has(field));
  // Private chat among external people is always off (product.md chapter 2).
  const strangers = person.kind === "external" && viewer.kind === "external";
  const canMessage = person.status === "active" && person.id !== viewer.id && !strangers;
  return { ...present(person, viewer, fields), hidden, canMessage };
}

/** Name and avatar for this viewer. */
export function briefFor(policy: Policy, viewer: Viewer, person: PersonRecord): Brief {
  const { id, name, kind, status, avatarUrl } = person;
  const { position, organisation } = rowFor(policy, viewer, person);
  return { id, name, kind, status, avatarUrl, note: kind === "employee" ? position : organisation };
}

/** The card fields this viewer sees of the person. */
export function fieldsFor(policy: Policy, viewer: Viewer, person: PersonRecord): ReadonlySet<CardField> {
  return visibleFields(policy, viewer, {
    id: person.id,
    departments: person.placements.map(({ departmentId }) => departmentId),
    lineage: person.placements.flatMap(({ lineage }) => lineage),
  });
}

const cardFields: readonly CardField[] = ["mobile", "email", "position", "employeeNo", "gender", "departments"];

function present(person: PersonRecord, viewer: Viewer, fields: ReadonlySet<CardField>): PersonRow {
  const { id, name, kind, status, avatarUrl } = person;
  // What is no card field is for colleagues: external people get name and avatar only.
  const inside = viewer.kind === "employee" || viewer.id === id;
  const shown = <Value>(field: CardField, value: Value) => (fields.has(field) ? value : null);
  return {
    id,
    name,
    kind,
    status,
    avatarUrl,
    account: inside ? person.account : null,
    organisation: inside ? person.organisation : null,
    administrator: inside && person.administrator,
    position: shown("position", person.position),
    mobile: shown("mobile", person.mobile),
    email: shown("email", person.email),
    gender: shown("gender", person.gender),
    employeeNo: shown("employeeNo", person.employeeNo),
    placements: (shown("departments", person.placements) ?? [])
      .filter(({ lineage }) => departmentVisible(viewer, lineage))
      .map(({ departmentId, path, leader }) => ({ departmentId, path, leader })),
  };
}
