import { createHmac, timingSafeEqual } from "node:crypto";
import { type ConversationId, type FileId, FileVariant, fail, limits, type SessionId } from "@qunxin/protocol";
import type { Actor } from "../../platform/caller.ts";
import type { FilesParts } from "./deps.ts";
import type { FileReading, ReadableFile } from "./reading.ts";

export interface FileTarget {
  conversationId: ConversationId;
  seq: number;
  fileId: FileId;
  variant: FileVariant;
}

export interface Tickets {
  /** A link for that session. @throws files/not_found */
  issue(actor: Actor, target: FileTarget): Promise<{ url: string; expiresAt: string }>;
  /**
   * What a link leads to, for whoever holds it while its session lives; a request that brings another session is
   * refused. The right to the file is looked at again. @throws files/not_found
   */
  redeem(ticket: string, actor: Actor | null): Promise<ReadableFile>;
}

/** Links for players and downloads that cannot send a session: short-lived, and dead with the session. */
export function createTickets({ secret, clock, actorOfSession }: FilesParts, files: FileReading): Tickets {
  const key = createHmac("sha256", secret).update("file tickets").digest();
  const sign = (claims: string) => createHmac("sha256", key).update(claims).digest();
  return {
    async issue(actor, target) {
      await files.ofMessage(actor, target, target.fileId, target.variant);
      const expiresAt = new Date(clock.now().getTime() + limits.fileTicketMs);
      const claims = [target.conversationId, target.seq, target.fileId, target.variant, actor.sessionId, +expiresAt];
      const text = Buffer.from(claims.join("|"));
      const ticket = `${text.toString("base64url")}.${sign(text.toString()).toString("base64url")}`;
      return { url: `/api/files/ticket/${ticket}`, expiresAt: expiresAt.toISOString() };
    },
    async redeem(ticket, actor) {
      const claims = open(ticket);
      if (!claims || claims.expiresAt <= clock.now().getTime()) fail("files/not_found");
      if (actor && actor.sessionId !== claims.sessionId) fail("files/not_found");
      const holder = await actorOfSession(claims.sessionId);
      if (!holder || holder.passwordChangeRequired) fail("files/not_found");
      return files.ofMessage(holder, claims, claims.fileId, claims.variant);
    },
  };

  function open(ticket: string): (FileTarget & { sessionId: SessionId; expiresAt: number }) | null {
    const [body = "", mark = ""] = ticket.split(".");
    const text = Buffer.from(body, "base64url").toString();
    const given = Buffer.from(mark, "base64url");
    const right = sign(text);
    if (given.length !== right.length || !timingSafeEqual(given, right)) return null;
    const [conversationId, seq, fileId, variant, sessionId, expiresAt] = text.split("|");
    return {
      conversationId: conversationId as ConversationId,
      seq: Number(seq),
      fileId: fileId as FileId,
      variant: FileVariant.parse(variant),
      sessionId: sessionId as SessionId,
      expiresAt: Number(expiresAt),
    };
  }
}
