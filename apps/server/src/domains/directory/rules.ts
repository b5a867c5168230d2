import {
  CardField,
  type DepartmentId,
  type FieldAudience,
  fail,
  limits,
  type Policy,
  type PrincipalId,
  type PrincipalKind,
} from "@qunxin/protocol";

/** Who looks at the directory. */
export interface Viewer {
  readonly id: PrincipalId;
  readonly kind: PrincipalKind;
  readonly administrator: boolean;
  /** Departments they are in. */
  readonly departments: ReadonlySet<DepartmentId>;
  /** Those and all above them. */
  readonly lineage: ReadonlySet<DepartmentId>;
  /** Leads at least one department. */
  readonly leader: boolean;
  /** Hidden departments they are outside of; what lies below is invisible too. */
  readonly invisible: readonly DepartmentId[];
}

/** Who is looked at. */
export interface Subject {
  readonly id: PrincipalId;
  readonly departments: readonly DepartmentId[];
  readonly lineage: readonly DepartmentId[];
}

const allFields: readonly CardField[] = CardField.options;

/**
 * The card fields of `subject` that `viewer` sees. Oneself and administrators see all; external people nothing; a guard
 * replaces the audience of the fields it names, and of several guards each must list the viewer. Source: acceptance 42.
 */
export function visibleFields(policy: Policy, viewer: Viewer, subject: Subject): ReadonlySet<CardField> {
  if (viewer.id === subject.id) return new Set(allFields);
  if (viewer.kind === "external") return new Set();
  if (viewer.administrator) return new Set(allFields);
  const guards = policy.guarded.filter(
    ({ people, departments }) =>
      people.includes(subject.id) || departments.some((department) => subject.lineage.includes(department)),
  );
  return new Set(
    allFields.filter((field) => {
      const own = guards.filter(({ fields }) => fields.includes(field));
      if (own.length === 0) return inAudience(policy.fieldAudience[field], viewer, subject);
      return own.every(
        ({ shownToPeople, shownToDepartments }) =>
          shownToPeople.includes(viewer.id) || shownToDepartments.some((department) => viewer.lineage.has(department)),
      );
    }),
  );
}

function inAudience(audience: FieldAudience, viewer: Viewer, subject: Subject): boolean {
  switch (audience) {
    case "everyone":
      return true;
    case "same_department":
      return subject.departments.some((department) => viewer.departments.has(department));
    case "leaders":
      return viewer.leader;
    case "nobody":
      return false;
    default:
      return audience satisfies never;
  }
}

/** Whether a department with that lineage (ids from the root to itself) is shown to the viewer. */
export function departmentVisible(viewer: Viewer, lineage: readonly DepartmentId[]): boolean {
  return !viewer.invisible.some((hidden) => lineage.includes(hidden));
}

/** Whether trees and searches list somebody with these placements: not if all of them are invisible. */
export function listed(viewer: Viewer, placements: readonly { lineage: readonly DepartmentId[] }[]): boolean {
  return placements.length === 0 || placements.some(({ lineage }) => departmentVisible(viewer, lineage));
}

/** A mobile as it is stored and compared: without blanks and hyphens, mainland numbers without country code. */
export function normalMobile(text: string): string {
  const bare = text.normalize("NFKC").replaceAll(/[\s\-().]/g, "");
  return /^(?:\+|00)?86(1\d{10})$/.exec(bare)?.[1] ?? bare;
}

/**
 * Judges the new place of a department.
 * @throws directory/department_loop below itself; directory/department_depth when its subtree would reach too deep.
 */
export function judgeMove(
  departmentId: DepartmentId,
  parentLineage: readonly DepartmentId[],
  levelsBelow: number,
): void {
  if (parentLineage.includes(departmentId)) fail("directory/department_loop");
  // The root is not counted: a path of `limits.departmentDepth` names is the deepest.
  if (parentLineage.length - 1 + levelsBelow > limits.departmentDepth) {
    fail("directory/department_depth", { max: limits.departmentDepth });
  }
}
