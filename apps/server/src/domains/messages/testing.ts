import {
  type CallInput,
  type CallName,
  type CallOutput,
  type ClientMessageId,
  type ConversationId,
  calls,
  type FileId,
  type FileMeta,
  fail,
  type PrincipalId,
} from "@qunxin/protocol";
import type { Actor, Caller } from "../../platform/caller.ts";
import { newId } from "../../platform/ids.ts";
import type { Jobs } from "../../platform/jobs.ts";
import { cloneDatabase } from "../../platform/postgres/testing.ts";
import { openWorld } from "../groups/testing.ts";
import { createMessages, type FilesPort, type LivePort, noLinks } from "./index.ts";

/** Groups and messages on a database of their own; without sockets nobody is online, and uploads are only described. */
export async function openTalk() {
  const world = await openWorld(await cloneDatabase());
  const live: LivePort = { typing: () => undefined, online: () => [], watch: () => undefined, listener: () => null };
  const uploads = new Map<FileId, { owner: PrincipalId; meta: FileMeta }>();
  const files: FilesPort = {
    forMessage: (_reading, actor, ids, source) =>
      Promise.all(
        ids.map(async (id) => {
          const upload = uploads.get(id);
          const mayRead = source
            ? await messages.mayRead(actor, source.conversationId, source.seq, id)
            : upload?.owner === actor.id;
          return upload && mayRead ? upload.meta : fail("files/not_found");
        }),
      ),
  };
  const queued: { task: string; payload: Record<string, unknown> }[] = [];
  const jobs: Jobs = {
    enqueue: async (tx, task, payload) => tx.afterCommit(() => void queued.push({ task, payload })),
  };
  const messages = createMessages({ ...world, jobs, ports: { live, files, links: noLinks } });
  const useCases = { ...world.groups.useCases, ...messages.useCases } as Record<string, unknown>;

  /** Makes a call as the dispatcher does. */
  async function call<N extends CallName>(name: N, actor: Actor, input: CallInput<N>): Promise<CallOutput<N>> {
    const useCase = useCases[name] as (args: unknown, actor: Actor, caller: Caller) => Promise<CallOutput<N>>;
    const output = await useCase(calls[name].input.parse(input), actor, {} as Caller);
    calls[name].output.parse(output);
    return output;
  }

  return {
    ...world,
    messages,
    /** Background work asked for, in the order of the commits. */
    queued,
    call,
    /** What the files domain would know of a finished upload of theirs. */
    upload(owner: Actor, more: Partial<FileMeta> = {}): FileMeta {
      const meta = { ...describedFile, id: newId<FileId>(), ...more };
      uploads.set(meta.id, { owner: owner.id, meta });
      return meta;
    },
    sweepDrafts: messages.sweep,
    send: (
      actor: Actor,
      conversationId: ConversationId,
      text: string,
      more: Partial<CallInput<"messages.send">> = {},
    ) =>
      call("messages.send", actor, {
        conversationId,
        clientId: newId<ClientMessageId>(),
        text,
        mentions: [],
        mentionAll: false,
        replyToSeq: null,
        ...more,
      }),
  };
}

const describedFile: Omit<FileMeta, "id"> = {
  name: "报价.pdf",
  size: 1_000,
  mediaType: "application/pdf",
  kind: "file",
  width: null,
  height: null,
  blur: null,
  durationMs: null,
  waveform: null,
  hasPoster: false,
  preview: "pdf",
};

export type Talk = Awaited<ReturnType<typeof openTalk>>;
