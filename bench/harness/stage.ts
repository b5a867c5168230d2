import { newKey } from "@qunxin/client";
import { type ConversationId, emptySelection, type PrincipalId, type RequestKey } from "@qunxin/protocol";
import { openCompany, type RunningCompany, type SignedIn } from "@qunxin/testkit";
import type { BenchServer } from "./scenario.ts";

/** A company at work: everybody has a session, and sits in one group of everybody, one of 200 and one of 10. */
export interface Stage {
  readonly server: BenchServer;
  readonly company: RunningCompany;
  readonly people: readonly SignedIn[];
  /** Of everybody; 2,000. */
  readonly everybody: StageGroup;
  readonly groupsOf200: readonly StageGroup[];
  readonly groupsOf10: readonly StageGroup[];
}

export interface StageGroup {
  readonly id: ConversationId;
  /** The owner first. */
  readonly members: readonly SignedIn[];
}

const peopleCount = 2_000;

export async function prepareStage(server: BenchServer, log: (sentence: string) => void): Promise<Stage> {
  log(`a company of ${peopleCount}, one group of all, 10 of 200, 200 of 10 …`);
  const company = await openCompany(server, { people: peopleCount - 1 });
  const people = await company.signIn(company.sample.people.map(({ account }) => account));
  const everybody = await createGroup(company, "全体项目群", people);
  return {
    server,
    company,
    people,
    everybody,
    groupsOf200: await divide(company, people, 200),
    groupsOf10: await divide(company, people, 10),
  };
}

/** Groups of `size` until everybody is in one. */
async function divide(company: RunningCompany, people: readonly SignedIn[], size: number): Promise<StageGroup[]> {
  const groups: StageGroup[] = [];
  for (let at = 0; at + size <= people.length; at += size) {
    groups.push(await createGroup(company, `${size} 人小组 ${groups.length + 1}`, people.slice(at, at + size)));
  }
  return groups;
}

/** Makes a group of these people, owned by the first. */
export async function createGroup(
  company: RunningCompany,
  name: string,
  members: readonly SignedIn[],
): Promise<StageGroup> {
  const [owner, ...others] = members;
  if (!owner) throw new RangeError("a group needs an owner");
  const { output, error } = await company.post(owner.token, "groups.create", {
    key: newKey<RequestKey>(),
    type: "normal",
    name,
    selection: { ...emptySelection, people: others.map(({ id }) => id as PrincipalId) },
    followDepartments: false,
  });
  if (!output) throw new Error(`${name} was not created: ${error.code}`);
  return { id: output.groupId, members };
}
