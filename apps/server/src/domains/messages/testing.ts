import {
  type CallInput,
  type CallName,
  type CallOutput,
  type ClientMessageId,
  type ConversationId,
  calls,
} from "@qunxin/protocol";
import type { Actor, Caller } from "../../platform/caller.ts";
import { newId } from "../../platform/ids.ts";
import { cloneDatabase } from "../../platform/postgres/testing.ts";
import { openWorld } from "../groups/testing.ts";
import { createMessages, type LivePort } from "./index.ts";

/** Groups and messages on a database of their own; without sockets nobody is online. */
export async function openTalk() {
  const world = await openWorld(await cloneDatabase());
  const live: LivePort = { typing: () => undefined, online: () => [], watch: () => undefined };
  const messages = createMessages({ ...world, ports: { live } });
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
    call,
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

export type Talk = Awaited<ReturnType<typeof openTalk>>;
