import { newKey } from "@qunxin/client";
import type { CallOutput, ConversationId, PrincipalId, RequestKey } from "@qunxin/protocol";
import type { Participant, RunningCompany } from "@qunxin/testkit";
import type { GroupRule } from "./rules-from-file.ts";

export interface OpenGroup extends GroupRule {
  readonly id: ConversationId;
}

/** Creates the group that a rule describes, in the name of its owner; `ids` are person ids by account. */
export async function createByRule(
  company: RunningCompany,
  owner: Participant,
  rule: GroupRule,
  ids: ReadonlyMap<string, PrincipalId>,
): Promise<OpenGroup> {
  const departments = await Promise.all(
    (rule.follows ?? []).map(async (path) => ({ departmentId: await company.department(path), below: true })),
  );
  const people = rule.byHand
    .filter((account) => account !== owner.account)
    .map((account) => ids.get(account) as PrincipalId);
  const { groupId } = await owner.client.call("groups.create", {
    key: newKey<RequestKey>(Date.now()),
    type: rule.follows === null ? "all_staff" : "normal",
    name: rule.name,
    selection: { people, departments, groups: [], except: [] },
    followDepartments: departments.length > 0,
  });
  return { ...rule, id: groupId };
}

/** Accounts of the members as somebody in the group is told, sorted. */
export async function membersOf(
  { client }: Pick<Participant, "client">,
  groupId: ConversationId,
): Promise<PrincipalId[]> {
  const found: PrincipalId[] = [];
  let cursor: string | null = null;
  do {
    const page: CallOutput<"groups.members"> = await client.call("groups.members", {
      groupId,
      limit: 200,
      ...(cursor === null ? {} : { cursor }),
    });
    found.push(...page.members.map(({ person }) => person.id));
    cursor = page.nextCursor;
  } while (cursor !== null);
  return found;
}
