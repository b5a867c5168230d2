import { newKey } from "@qunxin/client";
import {
  type CallInput,
  type ConversationId,
  emptySelection,
  type PrincipalId,
  type RequestKey,
} from "@qunxin/protocol";
import { type RunningCompany, readRows, type SignedIn } from "@qunxin/testkit";
import type pg from "pg";
import {
  backdate,
  benchTables,
  breaches,
  copies,
  nameSpeakers,
  numberGroups,
  readAll,
  saveCounters,
  seatPeople,
  wasAway,
} from "./world-sql.ts";

/** Who and what is measured in a company of any size. Groups by id, people by account. */
export interface World {
  /** In a quarter of the groups, author in the group of 2,000. */
  readonly viewer: string;
  /** In one group of a hundred. */
  readonly elsewhere: string;
  readonly administrator: string;
  /** Two thousand people, or all there are. */
  readonly bigGroup: ConversationId;
  readonly allStaff: ConversationId;
  /** The group that the others were copied from. */
  readonly model: ConversationId;
}

/** Groups in all; one in four has the viewer. */
export const groups = 2_000;

const groupMembers = 25;
const bigMembers = 2_000;

/** Through the product: the group of 2,000, the one of everybody, and the one that the others are copied from. */
export async function makeWorld(company: RunningCompany, databaseUrl: string): Promise<World> {
  const people = await readRows<{ id: PrincipalId; account: string }>(
    databaseUrl,
    `select id, account from people where kind = 'employee' and status = 'active' and account <> $1
     order by account limit $2`,
    [company.administrator.account, bigMembers + 1],
  );
  // The year that is written into it would be purged else, as soon as a server has housekeeping to do.
  const retention = { normalDays: null, customerDays: null };
  await company.administrator.client.call("company.setPolicy", { retention });
  const accounts = people.slice(0, 2).map(({ account }) => account);
  const [viewer] = await company.signIn(accounts);
  if (!viewer) throw new Error("the company has nobody");
  const others = people.slice(2).map(({ id }) => id);
  const bigGroup = await createGroup(company, viewer, { name: "全体项目群", people: others.slice(0, bigMembers - 1) });
  const model = await createGroup(company, viewer, { name: "小组", people: others.slice(0, groupMembers - 1) });
  const allStaff = await createGroup(company, company.administrator, { type: "all_staff", people: [] });
  const [, elsewhere = ""] = accounts;
  return { viewer: viewer.account, elsewhere, administrator: company.administrator.account, bigGroup, allStaff, model };
}

export async function createGroup(
  company: RunningCompany,
  { token }: Pick<SignedIn, "token">,
  { people, ...group }: { people: readonly PrincipalId[] } & Partial<CallInput<"groups.create">>,
): Promise<ConversationId> {
  const { output, error } = await company.post(token, "groups.create", {
    key: newKey<RequestKey>(),
    type: "normal",
    selection: { ...emptySelection, people: [...people] },
    followDepartments: false,
    ...group,
  });
  if (!output) throw new Error(`a group was not created: ${error.code}`);
  return output.groupId;
}

/**
 * Copies the model group so often that there are `groups` with it; `bench_groups` tells of each its counters and who
 * speaks there. Numbers 0, 4 and 8 are the group of 2,000, all staff and the model; every fourth has the viewer.
 */
export async function copyGroups(client: pg.Client, world: World, now: Date): Promise<void> {
  await client.query(benchTables);
  await client.query(numberGroups, [groups, world.bigGroup, world.allStaff, world.model]);
  await client.query(seatPeople, [world.viewer, world.elsewhere, groupMembers - 1]);
  await client.query("analyze bench_groups, bench_seats");
  for (const statement of copies) await client.query(statement, statement.includes("$1") ? [world.model] : []);
  await client.query(nameSpeakers, [world.viewer]);
  await client.query(backdate, [now]);
}

const weekMs = 7 * 24 * 3_600_000;

/** Counters and read marks as they stand after all that was said; the viewer was away for a week. */
export async function settleWorld(client: pg.Client, world: World, now: Date): Promise<void> {
  await client.query(saveCounters);
  await client.query(readAll);
  await client.query(wasAway, [world.viewer, new Date(now.getTime() - weekMs)]);
  await client.query("drop table bench_groups, bench_seats");
}

/** @throws when what was written breaks what the log promises */
export async function checkWorld(client: pg.Client): Promise<void> {
  const { rows } = await client.query(breaches);
  const broken = Object.entries(rows[0]).filter(([, count]) => Number(count) !== 0);
  if (broken.length > 0) throw new Error(`the data is not what the log promises: ${JSON.stringify(broken)}`);
}
