/** What can stop a backup, a restore or the doctor. The codes are stable: operators search for them. */
export const operationProblemCodes = [
  "operations/option_invalid",
  "operations/nothing_there",
  "operations/external_database",
  "backup/key_missing",
  "backup/key_invalid",
  "backup/target_exists",
  "backup/target_not_writable",
  "backup/disk_full",
  "backup/failed",
  "restore/key_missing",
  "restore/key_invalid",
  "restore/source_missing",
  "restore/not_a_backup",
  "restore/wrong_key",
  "restore/damaged",
  "restore/folder_not_empty",
  "restore/other_postgres",
  "restore/newer",
  "restore/failed",
] as const;
export type OperationProblemCode = (typeof operationProblemCodes)[number];

/** An operation that cannot go on for a reason the operator can mend: `message` says what is wrong and what to do. */
export class OperationProblem extends Error {
  readonly code: OperationProblemCode;

  constructor(code: OperationProblemCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "OperationProblem";
    this.code = code;
  }
}
