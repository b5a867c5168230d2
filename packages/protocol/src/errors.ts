/** What is known of an error code: the HTTP status it answers with and the type of its params. */
export interface ErrorDefinition<Params> {
  readonly status: number;
  /** One English sentence for developers; people read the catalogs of the interface instead. */
  readonly summary: string;
  /** Carries the params' type only; never present at run time. */
  readonly params?: Params;
}

const e = <Params = Record<string, never>>(status: number, summary: string): ErrorDefinition<Params> => ({
  status,
  summary,
});

/**
 * The one registry. A published code is never renamed or reused. acceptance.md's UPPER_CASE names map to the part after
 * the slash: GROUP_MEMBER_LIMIT is `groups/member_limit`.
 */
export const errors = {
  "request/invalid": e<{ issues: { path: string; message: string }[] }>(
    422,
    "The input does not fit the call's schema.",
  ),
  "request/unknown_call": e<{ call: string }>(404, "There is no such call."),
  "request/too_large": e<{ limitBytes: number }>(413, "The body or frame is larger than allowed."),
  "request/bad_json": e(400, "The body or frame is not JSON."),
  "request/origin": e(403, "The request comes from a page of another origin."),
  "request/rate_limited": e<{ retryAfterMs: number }>(429, "Too many requests; retry later."),
  "request/too_many_sockets": e(429, "This person or address holds too many sockets already."),
  "request/key_reused": e(409, "This request key was used for another call."),
  "server/unexpected": e(500, "Something unforeseen failed; the log has the request id."),
  "server/busy": e<{ retryAfterMs: number }>(503, "The server has too much to do; retry later."),
  "server/disk_full": e<{ retryAfterMs: number }>(
    507,
    "The server's disk is full; what was not acknowledged can be sent again.",
  ),
  "server/stopping": e(503, "The server is stopping; reconnect."),

  "company/not_set_up": e(409, "The company is not set up yet; everything else is locked."),
  "company/already_set_up": e(409, "The company has been set up already."),
  "company/setup_code": e(403, "The set-up code is wrong or used."),
  "company/demo_not_empty": e(409, "The demo company loads only into a company without other people."),
  "policy/range": e<{ field: string; min: number; max: number }>(422, "A policy number is outside its range."),

  "identity/signed_out": e(401, "Not signed in, or the session has ended."),
  "identity/wrong_credentials": e(401, "Account or password is wrong."),
  "identity/locked": e<{ retryAfterMs: number }>(429, "Too many wrong passwords; locked for a while."),
  "identity/disabled": e(403, "This account is disabled."),
  "identity/code_required": e(401, "The password is right; a code of the second factor is wanted too."),
  "identity/wrong_code": e(401, "The code of the second factor is wrong, or was used before."),
  "identity/second_factor_exists": e(409, "There is a second factor already."),
  "identity/second_factor_missing": e(409, "No second factor has been set up."),
  "identity/second_factor_required": e(409, "The company demands a second factor of administrators."),
  "identity/initial_password_expired": e(
    403,
    "The initial or temporary password was not used in time; an administrator gives a new one.",
  ),
  "identity/password_policy": e<{ minChars: number; rules: string[] }>(422, "The new password is too weak."),
  "identity/password_change_required": e(403, "The password must be changed first."),
  "identity/same_password": e(422, "The new password equals the old one."),
  "identity/session_not_found": e(404, "No such session of this person."),
  "identity/last_administrator": e(409, "The last administrator cannot be removed, disabled or demoted."),

  "access/permission_denied": e<{ right: string }>(403, "The actor lacks the right for this."),

  "directory/person_not_found": e(404, "No such person, or not visible to the actor."),
  "directory/department_not_found": e(404, "No such department, or not visible to the actor."),
  "directory/account_taken": e<{ account: string }>(409, "Another person has this account."),
  "directory/mobile_taken": e<{ mobile: string }>(409, "Another person has this mobile."),
  "directory/email_taken": e<{ email: string }>(409, "Another person has this e-mail address."),
  "directory/department_exists": e<{ name: string }>(409, "The parent has a department of this name already."),
  "directory/department_not_empty": e(409, "The department still has people or departments below it."),
  "directory/department_loop": e(409, "A department cannot move below itself."),
  "directory/department_root": e(409, "The root department cannot be moved or deleted."),
  "directory/department_depth": e<{ max: number }>(409, "The department tree would become too deep."),
  "directory/needs_department": e(422, "An employee belongs to at least one department."),
  "directory/person_inactive": e(409, "The person is disabled or has left."),
  "directory/import_not_found": e(404, "No such import."),
  "directory/import_unreadable": e<{ reason: string }>(422, "The file is not a CSV or XLSX that can be read."),
  "directory/import_header": e<{ missing: string[] }>(422, "Required columns are missing from the file's header."),
  "directory/import_too_large": e<{ maxRows: number; maxBytes: number }>(413, "The file has too many rows or bytes."),
  "directory/import_has_errors": e<{ errors: number }>(409, "The file has faulty rows; nothing was applied."),
  "directory/import_state": e<{ state: string }>(409, "The import is not in the state this act needs."),
  "directory/import_stale": e(409, "The directory changed since the dry run; run it again."),

  "conversations/not_found": e(404, "No such conversation, or the actor is not in it."),
  "conversations/dissolved": e(409, "The group has been dissolved."),
  "conversations/peer_inactive": e(409, "The other person is disabled or has left."),
  "conversations/self": e(422, "One cannot open a direct conversation with oneself."),
  "contact/blocked": e(403, "The group forbids private chat among its members."),

  "groups/not_found": e(404, "No such group, or the actor is not in it."),
  "groups/member_limit": e<{ limit: number; free: number }>(409, "The group would exceed its member limit."),
  "groups/too_few": e(422, "A group needs at least one other member."),
  "groups/all_staff_fixed_membership": e(409, "The all-staff group always equals the company's active employees."),
  "groups/all_staff_exists": e(409, "The company has an all-staff group already."),
  "groups/external_not_allowed": e(409, "External people can only be in customer groups."),
  "groups/needs_employee": e(409, "A customer group keeps at least one employee."),
  "groups/target_outranks": e(403, "The other member's role is not below the actor's."),
  "groups/not_a_member": e(404, "That person is not in the group."),
  "groups/already_owner": e(409, "That member is the owner already."),
  "groups/owner_not_eligible": e(409, "Only an active employee in the group can own it."),
  "groups/administrator_limit": e<{ limit: number }>(409, "The group has as many administrators as allowed."),
  "groups/type_fixed": e(409, "A group's type cannot change."),
  "groups/real_name": e(409, "Members of this group appear under their real names."),
  "groups/option_not_allowed": e<{ option: string }>(
    409,
    "The company's policy or the group's type forbids this option.",
  ),
  "groups/invite_not_found": e(404, "No such invitation."),
  "groups/invite_expired": e(410, "The invitation has expired."),
  "groups/invite_revoked": e(410, "The invitation has been revoked."),
  "groups/invite_used_up": e(410, "The invitation has been used as often as allowed."),
  "groups/join_request_not_found": e(404, "No such join request, or it is decided already."),
  "groups/nothing_selected": e(422, "The selection holds nobody who could be added."),

  "messages/empty": e(422, "The text is empty."),
  "messages/muted": e<{ mutedUntil: string }>(403, "The sender is muted in this group."),
  "messages/all_muted": e(403, "Only the owner and administrators may speak here."),
  "messages/reply_not_found": e(404, "The message replied to is not there or not visible."),
  "messages/mention_not_member": e<{ ids: string[] }>(422, "Mentioned people are not in the conversation."),

  "messages/not_found": e(404, "There is no such message, it is not visible to the actor, or it was recalled."),
  "messages/thread_not_found": e(404, "The message that began the thread is not there, or is in a thread itself."),
  "messages/link_not_found": e(404, "There is no such preview of a link of the actor's."),
  "messages/file_kind": e<{ expected: string }>(422, "The file is not of the kind that this message carries."),
  "messages/video_limits": e<{ maxSeconds: number; maxBytes: number }>(
    422,
    "The video is too long or too large, or nobody knows how long it is; it can go as a file.",
  ),
  "messages/voice_limits": e<{ maxMs: number }>(422, "The voice note is too long."),
  "messages/recall_expired": e<{ limitMs: number }>(409, "The time in which this message could be recalled is over."),
  "messages/edit_expired": e<{ limitMs: number }>(409, "The time in which this message could be edited is over."),
  "messages/not_editable": e(409, "This kind of message cannot be edited."),
  "messages/emoji": e(422, "That is not one emoji."),
  "messages/reaction_limit": e<{ max: number }>(409, "The message carries as many different emoji as it may."),
  "messages/pin_limit": e<{ max: number }>(409, "The conversation has as many pinned messages as it may."),
  "messages/poll_closed": e(409, "The poll is closed, or would close in the past."),
  "messages/poll_choice": e(422, "The poll has no such option, or takes only one."),
  "messages/poll_anonymous": e(403, "Nobody is told who chose what in this poll."),
  "messages/not_a_poll": e(409, "The message is not a poll."),
  "messages/not_a_chain": e(409, "The message is not a chain."),
  "messages/chain_full": e<{ max: number }>(409, "The chain has as many lines as it may."),

  "messages/receipts_off": e(409, "Who has read what is not shown here."),
  "messages/receipt_not_found": e(404, "There is no message whose receipts, or confirmation, are the actor's."),
  "messages/nudged_lately": e<{ retryAfterMs: number }>(429, "Those who have not confirmed were reminded just now."),
  "messages/ask_limit": e<{ max: number }>(429, "The person asked for so many confirmations, or urgent ones, today."),
  "messages/ask_too_many": e<{ max: number }>(403, "A member may not ask so many people at once."),

  "notifications/time_zone": e(422, "There is no such time zone."),
  "notifications/push_endpoint": e(422, "Pushes go only to public push services, and need a browser's key."),

  "messages/record_depth": e<{ max: number }>(409, "Records within records would become too deep."),
  "favourites/limit": e<{ limit: number }>(409, "The person keeps as many favourites as allowed."),
  "reminders/time": e<{ maxMs: number }>(422, "The time has passed, or is too far off."),
  "reminders/limit": e<{ limit: number }>(409, "The person has as many reminders as allowed."),
  "scheduled/not_found": e(404, "No such message waits to be sent."),
  "scheduled/time": e<{ maxMs: number }>(422, "The time has passed, or is too far off."),
  "scheduled/limit": e<{ limit: number }>(409, "The person has as many messages waiting as allowed."),
  "labels/not_found": e(404, "No such label of this person."),
  "labels/name_taken": e(409, "The person has a label of this name already."),
  "labels/limit": e<{ limit: number }>(409, "The person has as many labels as allowed."),

  "links/not_allowed": e(422, "The address is not one of a public web page."),
  "links/unreachable": e(422, "The page does not answer in time, or answers an error."),
  "links/not_a_page": e(422, "What stands at the address is no page."),

  "files/not_found": e(404, "No such file, or not visible to the actor."),
  "files/upload_invalid": e<{ header: string }>(422, "A header of the upload is missing or wrong."),
  "files/too_large": e<{ maxBytes: number }>(413, "The file is larger than the company allows."),
  "files/image_too_large": e<{ maxBytes: number; maxPixels: number }>(422, "The image has too many bytes or pixels."),
  "files/image_unreadable": e(422, "The image is damaged or takes too long to read."),
  "files/type_not_allowed": e(422, "The company does not allow files of this type."),
  "files/too_many_uploads": e<{ max: number }>(429, "The person has too many unfinished uploads."),
  "files/disk_full": e(507, "The server has no room for the file."),
  "files/not_ready": e(409, "The file is not whole or not processed yet, or was refused."),
  "files/sent": e(409, "The file was sent with a message already."),
  "files/poster": e(422, "The poster is not a ready image of one's own, or the file is not a video."),
} as const;

export type ErrorCode = keyof typeof errors;
export type ErrorParams<C extends ErrorCode> = (typeof errors)[C] extends ErrorDefinition<infer P> ? P : never;

/** The body of every failed call, over HTTP and the socket alike. */
export interface WireError {
  code: ErrorCode;
  params: Record<string, unknown>;
  requestId: string;
}

type ParamsArgument<C extends ErrorCode> = [keyof ErrorParams<C>] extends [never]
  ? [params?: Record<string, never>]
  : string extends keyof ErrorParams<C>
    ? [params?: Record<string, never>]
    : [params: ErrorParams<C>];

/** A known failure of a call. Everything else that is thrown is unexpected and answers `server/unexpected`. */
export class Failure extends Error {
  readonly code: ErrorCode;
  readonly params: Record<string, unknown>;

  constructor(code: ErrorCode, params: Record<string, unknown> = {}, options?: ErrorOptions) {
    super(code, options);
    this.name = "Failure";
    this.code = code;
    this.params = params;
  }

  /** HTTP status of the code. */
  get status(): number {
    return errors[this.code].status;
  }
}

/** Throws the failure of that code; params are typed by the registry. `throw fail(...)` also reads well: it never returns. */
export function fail<C extends ErrorCode>(code: C, ...[params]: ParamsArgument<C>): never {
  throw new Failure(code, (params ?? {}) as Record<string, unknown>);
}
