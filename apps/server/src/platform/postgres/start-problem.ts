/** What can stop a start. The codes are stable: operators search for them, so they are never renamed. */
export const startProblemCodes = [
  "start/option_unknown",
  "start/option_invalid",
  "start/data_folder_in_use",
  "start/data_folder_not_writable",
  "start/disk_full",
  "start/port_in_use",
  "start/port_not_allowed",
  "start/host_unknown",
  "start/worker_failed",
  "start/postgres_missing",
  "start/postgres_needs_user",
  "start/postgres_version_changed",
  "start/postgres_failed",
  "start/database_url_invalid",
  "start/database_unreachable",
  "start/database_login_refused",
  "start/database_missing",
  "start/database_not_allowed",
  "start/database_too_old",
  "start/database_not_utf8",
  "start/database_newer",
  "start/migration_changed",
  "start/migration_failed",
] as const;
export type StartProblemCode = (typeof startProblemCodes)[number];

/** A start that cannot go on for a reason the operator can mend: `message` says what is wrong and what to do. */
export class StartProblem extends Error {
  readonly code: StartProblemCode;

  constructor(code: StartProblemCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "StartProblem";
    this.code = code;
  }
}

/**
 * The start problem behind an error of the operating system, or undefined if it tells of none.
 * `path` is the file or folder that was being written.
 */
export function fileProblem(error: unknown, path: string): StartProblem | undefined {
  const code = errorCode(error);
  if (code !== undefined && full.has(code)) return diskFull(path, error);
  if (code !== undefined && unwritable.has(code) && isAbout(error, path)) {
    return new StartProblem(
      "start/data_folder_not_writable",
      `Cannot write to ${path} (${code}). Choose a folder this user may write to with --data DIR, or mend its permissions.`,
      { cause: error },
    );
  }
  return undefined;
}

/** The disk that holds `path` has no room left. */
export function diskFull(path: string, cause?: unknown): StartProblem {
  return new StartProblem(
    "start/disk_full",
    `The disk that holds ${path} is full. Free some space there, or choose another folder with --data DIR.`,
    { cause },
  );
}

/** The `code` of an error of Node, the operating system or PostgreSQL. */
export function errorCode(error: unknown): string | undefined {
  if (typeof error !== "object" || error === null || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}

/** Whether the error names `path`, something in it, or a folder above it that could not be made. */
function isAbout(error: unknown, path: string): boolean {
  const named = (error as { path?: unknown }).path;
  return typeof named === "string" && (named.startsWith(path) || path.startsWith(named));
}

/** 53100 is PostgreSQL's word for it. */
const full = new Set(["ENOSPC", "EDQUOT", "53100"]);
const unwritable = new Set(["EACCES", "EPERM", "EROFS", "ENOTDIR", "ENOENT", "EEXIST", "ENAMETOOLONG"]);
