import * as z from "zod/mini";

/** Every id on the wire is a UUIDv7 made by the server (or, where named so, by the client), in lower-case text form. */
const id = <Brand extends string>(_brand: Brand) => z.uuid().brand<Brand>();

/** A person, an external contact, later a robot or an app: whatever can be a member or an author. */
export const PrincipalId = id("PrincipalId");
export type PrincipalId = z.infer<typeof PrincipalId>;

export const DepartmentId = id("DepartmentId");
export type DepartmentId = z.infer<typeof DepartmentId>;

/** A direct conversation or a group; a group's id is its conversation's id. */
export const ConversationId = id("ConversationId");
export type ConversationId = z.infer<typeof ConversationId>;

export const EntryId = id("EntryId");
export type EntryId = z.infer<typeof EntryId>;

export const SessionId = id("SessionId");
export type SessionId = z.infer<typeof SessionId>;

export const InviteId = id("InviteId");
export type InviteId = z.infer<typeof InviteId>;

export const JoinRequestId = id("JoinRequestId");
export type JoinRequestId = z.infer<typeof JoinRequestId>;

export const ImportId = id("ImportId");
export type ImportId = z.infer<typeof ImportId>;

/** An uploaded file; the id of its upload. */
export const FileId = id("FileId");
export type FileId = z.infer<typeof FileId>;

export const LabelId = id("LabelId");
export type LabelId = z.infer<typeof LabelId>;

export const ReminderId = id("ReminderId");
export type ReminderId = z.infer<typeof ReminderId>;

/** A message to be sent later; the client id of the message it becomes. */
export const ScheduledId = id("ScheduledId");
export type ScheduledId = z.infer<typeof ScheduledId>;

/** Minted by the client, once per act; a retry with the same key answers what the first try did. */
export const RequestKey = id("RequestKey");
export type RequestKey = z.infer<typeof RequestKey>;

/** Minted by the client, once per message; unique per conversation and author. */
export const ClientMessageId = id("ClientMessageId");
export type ClientMessageId = z.infer<typeof ClientMessageId>;
