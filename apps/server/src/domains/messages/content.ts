import {
  type ConversationId,
  type FileId,
  type FileMeta,
  fail,
  limits,
  type MessageContent,
  type MessageContentDraft,
  type Policy,
  type PrincipalId,
} from "@qunxin/protocol";
import type { Actor } from "../../platform/caller.ts";
import type { MessagesDeps } from "./deps.ts";

/** Seconds of grace on lengths that the sender's device has measured. */
const graceMs = 1_000;

/**
 * What a message carries, from what its sender handed over: files described by the server, cards by the directory, links
 * by their previews. @throws when something is not there, not the sender's, or not of the kind
 */
export async function contentOf(deps: MessagesDeps, actor: Actor, draft: MessageContentDraft): Promise<MessageContent> {
  const files = (ids: readonly FileId[]) => deps.ports.files.forMessage(deps.reading, actor, ids);
  switch (draft.type) {
    case "markdown":
    case "location":
    case "chain":
    case "sticker":
      return draft;
    case "poll":
      if (draft.closesAt !== null && new Date(draft.closesAt) <= deps.clock.now()) fail("messages/poll_closed");
      return draft;
    case "images": {
      const images = await files([...new Set(draft.fileIds)]);
      if (images.some(({ kind }) => kind !== "image")) fail("messages/file_kind", { expected: "image" });
      return { type: "images", images };
    }
    case "file":
      return { type: "file", file: only(await files([draft.fileId])) };
    case "voice":
      return { type: "voice", file: judgeVoice(only(await files([draft.fileId]))) };
    case "video": {
      const { files: policy } = await deps.company.policy();
      return { type: "video", file: judgeVideo(only(await files([draft.fileId])), policy) };
    }
    case "card":
      return { type: "card", personId: draft.personId, name: await nameOf(deps, actor, draft.personId) };
    case "link":
      return (await deps.ports.links.forMessage(actor, draft.linkId)) ?? fail("messages/link_not_found");
    default:
      return draft satisfies never;
  }
}

/** Whether a stored message carries that file. */
export function carries(content: MessageContent | undefined, fileId: FileId): boolean {
  switch (content?.type) {
    case "images":
      return content.images.some(({ id }) => id === fileId);
    case "file":
    case "voice":
    case "video":
      return content.file.id === fileId;
    case "link":
      return content.image?.id === fileId;
    default:
      return false;
  }
}

/** Whether a message may go without a text of its own. */
export function speaksForItself(draft: MessageContentDraft | undefined): boolean {
  return draft !== undefined && draft.type !== "markdown";
}

/** Where a message stands, for ports. */
export interface MessagePlace {
  readonly conversationId: ConversationId;
  readonly seq: number;
}

function judgeVoice(file: FileMeta): FileMeta {
  if (file.kind !== "audio") fail("messages/file_kind", { expected: "audio" });
  if ((file.durationMs ?? 0) > limits.voiceMaxMs + graceMs) fail("messages/voice_limits", { maxMs: limits.voiceMaxMs });
  return file;
}

/** Acceptance 56; a larger or longer one goes as a file. */
function judgeVideo(file: FileMeta, { videoMaxBytes, videoMaxSeconds }: Policy["files"]): FileMeta {
  if (file.kind !== "video") fail("messages/file_kind", { expected: "video" });
  const known = file.durationMs !== null && file.durationMs <= videoMaxSeconds * 1_000 + graceMs;
  if (!known || file.size > videoMaxBytes) {
    fail("messages/video_limits", { maxSeconds: videoMaxSeconds, maxBytes: videoMaxBytes });
  }
  return file;
}

async function nameOf({ directory }: MessagesDeps, actor: Actor, id: PrincipalId): Promise<string> {
  const [brief] = await directory.briefsVisibleTo(actor, [id]);
  return brief?.name ?? fail("directory/person_not_found");
}

function only(files: readonly FileMeta[]): FileMeta {
  return files[0] ?? fail("files/not_found");
}
