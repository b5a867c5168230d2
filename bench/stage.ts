import { newKey } from "@qunxin/client";
import { type ConversationId, emptySelection, type PrincipalId, type RequestKey } from "@qunxin/protocol";
import type { RunningCompany } from "@qunxin/testkit";

/** What the load generators need: who sends where, and everybody's session. */
export interface Stage {
  readonly senders: { token: string; conversationId: ConversationId }[];
  /** Tokens of all members of the big group, its owner first. */
  readonly everybody: string[];
  readonly bigGroupId: ConversationId;
}

/** Makes many small groups, one owner each, and one group of everybody. */
export async function prepareCompany(
  company: RunningCompany,
  { groups, groupMembers }: { groups: number; groupMembers: number },
): Promise<Stage> {
  const { administrator, sample } = company;
  const sessions = await company.signIn(sample.people.map(({ account }) => account));
  const senders: Stage["senders"] = [];
  for (let index = 0; index < groups; index++) {
    const [owner, ...others] = sessions.slice(index * groupMembers, (index + 1) * groupMembers);
    if (!owner) throw new RangeError("too few people for so many groups");
    const conversationId = await createGroup(company, owner.token, `小组 ${index + 1}`, others);
    senders.push({ token: owner.token, conversationId });
  }
  const others = sessions.filter(({ id }) => id !== administrator.id);
  const bigGroupId = await createGroup(company, administrator.token, "全体项目群", others);
  return { senders, everybody: [administrator.token, ...others.map(({ token }) => token)], bigGroupId };
}

async function createGroup(
  company: RunningCompany,
  token: string,
  name: string,
  others: readonly { id: string }[],
): Promise<ConversationId> {
  const people = others.map(({ id }) => id as PrincipalId);
  const { output, error } = await company.post(token, "groups.create", {
    key: newKey<RequestKey>(),
    type: "normal",
    name,
    selection: { ...emptySelection, people },
    followDepartments: false,
  });
  if (!output) throw new Error(`${name} was not created: ${error.code}`);
  return output.groupId;
}
