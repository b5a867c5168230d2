import type { messageActCalls } from "@qunxin/protocol";
import type { UseCases } from "../../../platform/caller.ts";
import type { MessagesDeps } from "../deps.ts";
import type { IsActive } from "../peers.ts";
import { can } from "./can.ts";
import { joinChain } from "./chain.ts";
import { edit, versions } from "./edit.ts";
import { hide } from "./hide.ts";
import { pin, pins } from "./pin.ts";
import { closePoll, pollVoters, vote } from "./poll.ts";
import { react, reactors } from "./react.ts";
import { recall } from "./recall.ts";
import { thread } from "./thread.ts";

/** What people do to messages that are there. */
export function createActs(deps: MessagesDeps, isActive: IsActive): Pick<UseCases, keyof typeof messageActCalls> {
  return {
    "messages.can": can(deps),
    "messages.recall": recall(deps),
    "messages.edit": edit(deps, isActive),
    "messages.versions": versions(deps),
    "messages.react": react(deps),
    "messages.reactors": reactors(deps),
    "messages.pin": pin(deps),
    "messages.pins": pins(deps),
    "messages.hide": hide(deps),
    "messages.thread": thread(deps),
    "messages.vote": vote(deps),
    "messages.closePoll": closePoll(deps),
    "messages.pollVoters": pollVoters(deps),
    "messages.joinChain": joinChain(deps),
  };
}
