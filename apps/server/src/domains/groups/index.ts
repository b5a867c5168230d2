import type { ConversationId } from "@qunxin/protocol";
import type { UseCasesOf } from "../../platform/caller.ts";
import type { OrganisationFollower } from "../directory/index.ts";
import { addMembers } from "./add-members.ts";
import { createMayContact, type MayContact } from "./contact.ts";
import { create } from "./create.ts";
import type { GroupsDeps } from "./deps.ts";
import { get, mine } from "./details.ts";
import { dissolve } from "./dissolve.ts";
import { announce, edit, setOptions } from "./edit.ts";
import { followDepartments } from "./follow-departments.ts";
import { createFollower } from "./following.ts";
import { createInvite, listInvites, revokeInvite } from "./invites.ts";
import { decideJoin, joinRequests } from "./join-requests.ts";
import { invitation, join, limitOfLinks } from "./joining.ts";
import { leave } from "./leave.ts";
import { members } from "./members.ts";
import { createMosaics, type Mosaics } from "./mosaics.ts";
import { muteMember, setNickname } from "./one-member.ts";
import { previewSelection } from "./preview-selection.ts";
import { removeMembers } from "./remove-members.ts";
import { createRetention } from "./retention.ts";
import { handOver, setAdministrator } from "./roles.ts";
import { createSpeech, type Speech } from "./speech.ts";
import { sweepJoining } from "./sweep.ts";

export type { MayContact } from "./contact.ts";
export type { GroupsDeps } from "./deps.ts";
export { followingLimited } from "./following.ts";
export { type GroupFacts, joinGroup } from "./listing-store.ts";
export { groupChanged } from "./one-member.ts";
export { isStaff, mayActOn } from "./rules.ts";
export type { Speech } from "./speech.ts";

export interface Groups {
  readonly useCases: UseCasesOf<"groups"> & UseCasesOf<"retention">;
  /** The directory's port: keeps groups equal to the organisation. */
  readonly follower: OrganisationFollower;
  /** What a group says about speaking in it, cached, no older than `accessVersion`; null for a direct conversation. */
  speech(conversationId: ConversationId, accessVersion?: number): Promise<Speech | null>;
  readonly mayContact: MayContact;
  readonly mosaics: Mosaics;
  /** Housekeeping: what nobody joined by in time, and messages older than they are kept. */
  sweep(): Promise<void>;
}

/** Groups: who is in them, who may do what, and how they follow the organisation. */
export function createGroups(deps: GroupsDeps): Groups {
  const retention = createRetention(deps);
  const links = limitOfLinks(deps);
  return {
    useCases: {
      ...retention.useCases,
      "groups.previewSelection": previewSelection(deps),
      "groups.create": create(deps),
      "groups.get": get(deps),
      "groups.mine": mine(deps),
      "groups.members": members(deps),
      "groups.addMembers": addMembers(deps),
      "groups.removeMembers": removeMembers(deps),
      "groups.leave": leave(deps),
      "groups.handOver": handOver(deps),
      "groups.setAdministrator": setAdministrator(deps),
      "groups.edit": edit(deps),
      "groups.announce": announce(deps),
      "groups.setOptions": setOptions(deps),
      "groups.followDepartments": followDepartments(deps),
      "groups.muteMember": muteMember(deps),
      "groups.setNickname": setNickname(deps),
      "groups.dissolve": dissolve(deps),
      "groups.createInvite": createInvite(deps),
      "groups.invites": listInvites(deps),
      "groups.revokeInvite": revokeInvite(deps),
      "groups.invitation": invitation(deps, links),
      "groups.join": join(deps, links),
      "groups.joinRequests": joinRequests(deps),
      "groups.decideJoin": decideJoin(deps),
    },
    follower: createFollower(deps),
    speech: createSpeech(deps),
    mayContact: createMayContact(deps),
    mosaics: createMosaics(deps),
    async sweep() {
      await sweepJoining(deps);
      await retention.sweep();
    },
  };
}
