import { type CallArgs, calls, type PersonRow } from "@qunxin/protocol";
import * as z from "zod/mini";

/** What the form of an employee holds; the key of the creating call is not a person's affair. */
export const employeeFields = z.omit(calls["directory.createPerson"].input, { key: true });
export type EmployeeFields = Omit<CallArgs<"directory.createPerson">, "key">;

/** The fields of somebody who exists, as the form wants them. */
export function fieldsOf(person: PersonRow): EmployeeFields {
  return {
    name: person.name,
    account: person.account ?? "",
    mobile: person.mobile,
    email: person.email,
    gender: person.gender ?? "unknown",
    position: person.position,
    employeeNo: person.employeeNo,
    avatarUrl: person.avatarUrl,
    placements: person.placements.map(({ departmentId, leader }) => ({ departmentId, leader })),
  };
}

/** Text fields that were left empty are unknown, not empty. */
export function withoutBlanks(fields: EmployeeFields): EmployeeFields {
  const { mobile, email, position, employeeNo, avatarUrl } = fields;
  return {
    ...fields,
    mobile: mobile || null,
    email: email || null,
    position: position || null,
    employeeNo: employeeNo || null,
    avatarUrl: avatarUrl || null,
  };
}
