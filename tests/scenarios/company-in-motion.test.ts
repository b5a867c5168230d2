import { Failure } from "@qunxin/client";
import type { ConversationId, PrincipalId } from "@qunxin/protocol";
import {
  afterMoves,
  expectEqualToFreshFetch,
  fetchHistory,
  type Participant,
  type RunningCompany,
  randomFrom,
  type SampleCompany,
  say,
  socketOpens,
  startCompany,
  toCsv,
  toXlsx,
  until,
} from "@qunxin/testkit";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createByRule, membersOf, type OpenGroup } from "./group-world.ts";
import { membersByRule, peopleBelow } from "./rules-from-file.ts";

const seed = Number(process.env.SCENARIO_SEED ?? Date.now() % 1_000_000);
console.info(`scenario seed: SCENARIO_SEED=${seed}`);
const random = randomFrom(seed);

const peopleCount = 2_000;
const clientCount = 200;
const smallGroups = 30;
const rounds = 3;
const messagesARound = 5;

let company: RunningCompany;
/** The file as it stands now. */
let now: SampleCompany;
let ids: Map<string, PrincipalId>;
const clients = new Map<string, Participant>();
const groups: OpenGroup[] = [];
/** Every message that the server acknowledged, by group. */
const acknowledged = new Map<ConversationId, { seq: number; text: string; by: string }[]>();
const leavers: Participant[] = [];
/** Everybody who left, also who came back later: being put in by hand ends with the going. */
const everLeft = new Set<string>();
const inviteOf = new Map<string, string>();
let passwordListUrl: string;

beforeAll(async () => {
  company = await startCompany({ people: peopleCount, seed });
  now = company.sample;
  ids = await company.people();
  const accounts = [
    "lin",
    "wei",
    ...random.some(
      now.people.slice(20).map(({ account }) => account),
      clientCount - 2,
    ),
  ];
  for (const client of await company.open(accounts)) clients.set(client.account, client);
}, 120_000);

afterAll(async () => {
  await company?.close();
});

test("2,000 people come in from a file in the template, in the departments of the file", async () => {
  expect(ids.size).toBe(peopleCount + 1);
  const departmentId = await company.department("技术部");
  const { department } = await company.administrator.client.call("directory.department", { departmentId });
  expect(department.headCount).toBe(peopleBelow(now, ["技术部"]).size);
});

test("an all-staff group has everybody, and a group of two sub-departments has their union without doubles", async () => {
  const everybody = { name: "星河科技全员群", follows: null, byHand: ["admin"] };
  groups.push(await createByRule(company, company.administrator, everybody, ids));
  const lin = clientOf("lin");
  const union = { name: "前端与设计", follows: ["技术部/前端组", "设计部/视觉设计组"], byHand: ["lin"] };
  const ticked = [...union.follows, "技术部/前端组/Web小组"];
  const departments = await Promise.all(
    ticked.map(async (path) => ({ departmentId: await company.department(path), below: true })),
  );
  const selection = { people: [], departments, groups: [], except: [] };
  const preview = await lin.client.call("groups.previewSelection", { selection, type: "normal" });
  expect(preview.count).toBe(peopleBelow(now, union.follows).size);
  groups.push(await createByRule(company, lin, union, ids));
  await expectRules();
});

test("30 smaller groups: a third follow a department, the others are picked by hand", async () => {
  const followed = now.departments.filter(({ path }) => path.length === 2).map(({ path }) => path.join("/"));
  for (let index = 0; index < smallGroups; index++) {
    const owner = random.pick([...clients.values()]);
    const others = random
      .some([...clients.keys()], 6 + random.below(10))
      .filter((account) => account !== owner.account);
    const follows = index % 3 === 0 ? [random.pick(followed)] : [];
    const rule = { name: `小组 ${index + 1}`, follows, byHand: [owner.account, ...others] };
    groups.push(await createByRule(company, owner, rule, ids));
  }
  await expectRules();
});

test("200 connected people talk while others move, leave and come by re-import", { timeout: 150_000 }, async () => {
  await prepareOldLinks();
  for (const client of clients.values())
    for (const { id } of groupsOf(client).slice(0, 3)) client.client.timelines.open(id);
  for (let round = 1; round <= rounds; round++) {
    // wei leaves in the last round and takes an administrator's download link along.
    const keep = ["admin", "lin", ...(round < rounds ? ["wei"] : [])];
    const next = afterMoves(now, { moves: 60, leaves: 50, hires: 30, seed: seed + round, keep });
    const file = round === rounds ? withoutPerson(next.company, "wei") : next.company;
    const talking = Promise.all([...clients.values()].map((client) => talk(client, round)));
    const bytes = round % 2 ? toXlsx(file) : toCsv(file, { encoding: "gb18030" });
    await company.importFile(bytes, round % 2 ? "next.xlsx" : "next.csv", { missingLeave: true });
    const present = new Set(file.people.map(({ account }) => account));
    for (const { account } of now.people) if (!present.has(account)) everLeft.add(account);
    now = file;
    for (const [account, client] of clients) {
      if (present.has(account)) continue;
      leavers.push(client);
      clients.delete(account);
    }
    await talking;
  }
  expect(leavers.length).toBeGreaterThan(3);
});

test("in the end memberships equal the rules, computed from the file", async () => {
  ids = new Map([...ids, ...(await company.people())]);
  await expectRules();
});

test("in the end every client equals a fresh fetch", { timeout: 90_000 }, async () => {
  for (const client of clients.values()) {
    const timelines = groupsOf(client)
      .slice(0, 3)
      .map(({ id }) => id);
    await expectEqualToFreshFetch(client.client, { who: client.account, timelines });
  }
});

test("what was acknowledged is in the history once, in each author's own order", async () => {
  for (const group of groups) {
    const reader = [...clients.values()].find(({ account }) => group.byHand.includes(account));
    const said = acknowledged.get(group.id) ?? [];
    if (!reader || said.length === 0) continue;
    const history = await fetchHistory(reader.client, group.id);
    expect(history.map(({ seq }) => seq)).toEqual(history.map((_, index) => (history[0]?.seq ?? 0) + index));
    const texts = history.flatMap(({ body }) => (body.kind === "message" ? [body.text] : []));
    expect(new Set(texts).size).toBe(texts.length);
    const bySeq = new Map(history.map((entry) => [entry.seq, entry.body.kind === "message" ? entry.body.text : ""]));
    for (const { seq, text } of said) expect(bySeq.get(seq)).toBe(text);
    for (const by of new Set(said.map((one) => one.by))) {
      const seqs = said.filter((one) => one.by === by).map(({ seq }) => seq);
      expect(seqs).toEqual([...seqs].sort((left, right) => left - right));
    }
  }
});

test("who is still employed but not in a group, moved out or never in, is told that there is none", async () => {
  for (const group of groups.slice(1)) {
    const members = membersByRule(now, stillBound(group));
    const outside = [...clients.values()].filter(({ account }) => !members.includes(account));
    const moved = outside.filter(({ account }) => membersByRule(company.sample, group).includes(account));
    for (const { token } of [...moved, ...random.some(outside, 2)]) {
      const history = await company.post(token, "messages.history", { conversationId: group.id });
      expect([history.status, history.error?.code]).toEqual([404, "conversations/not_found"]);
      const members = await company.post(token, "groups.members", { groupId: group.id });
      expect([members.status, members.error?.code]).toEqual([404, "groups/not_found"]);
    }
  }
});

test("nobody who left can read anything: no call, no socket, no old invite or download link", async () => {
  for (const leaver of leavers) {
    await until(`${leaver.account} to be signed out`, () => {
      const { state } = leaver.client.session.getSnapshot();
      if (state === "signed_in") return "the end of the session";
      return leaver.client.connection.getSnapshot() === "offline" ? null : "the end of the socket";
    });
    expect(leaver.client.conversations.getSnapshot().items).toEqual([]);
    for (const { id, byHand } of groups.filter(({ byHand }) => byHand.includes(leaver.account))) {
      expect(byHand).toContain(leaver.account);
      const refused = [
        await company.post(leaver.token, "messages.history", { conversationId: id }),
        await company.post(leaver.token, "conversations.get", { conversationId: id }),
        await company.post(leaver.token, "groups.get", { groupId: id }),
        await company.post(leaver.token, "groups.members", { groupId: id }),
      ];
      for (const { status, error } of refused) expect([status, error?.code]).toEqual([401, "identity/signed_out"]);
    }
    for (const token of inviteOf.values()) {
      expect((await company.post(leaver.token, "groups.invitation", { token })).status).toBe(401);
      expect((await company.post(leaver.token, "groups.join", { token })).status).toBe(401);
    }
    expect((await company.post(leaver.token, "conversations.list", {})).status).toBe(401);
    expect((await company.post(leaver.token, "directory.briefs", { ids: [...ids.values()].slice(0, 5) })).status).toBe(
      401,
    );
    expect(await socketOpens(company.url, leaver.token)).toBe(false);
    const file = await fetch(passwordListUrl, { headers: { authorization: `Bearer ${leaver.token}` } });
    expect(file.status).toBe(401);
  }
});

function stillBound(group: OpenGroup): OpenGroup {
  return { ...group, byHand: group.byHand.filter((account) => !everLeft.has(account)) };
}

function clientOf(account: string): Participant {
  const client = clients.get(account);
  if (!client) throw new Error(`${account} has no device`);
  return client;
}

function groupsOf({ account }: Participant): OpenGroup[] {
  return groups.filter(({ follows, byHand }) => follows !== null && byHand.includes(account));
}

/** While still employed, wei downloads a file and everybody's groups make invite links. */
async function prepareOldLinks(): Promise<void> {
  const wei = clientOf("wei");
  await company.administrator.client.call("identity.setAdministrator", { personId: wei.id, administrator: true });
  passwordListUrl = `${company.url}/api/directory/initial-passwords.csv`;
  const before = await fetch(passwordListUrl, { headers: { authorization: `Bearer ${wei.token}` } });
  expect(before.status).toBe(200);
  await before.text();
  for (const group of groups.slice(1, 4)) {
    const owner = clientOf(group.byHand[0] ?? "");
    const key = crypto.randomUUID() as never;
    const { token } = await owner.client.call("groups.createInvite", { key, groupId: group.id, kind: "link" });
    inviteOf.set(group.id, token);
  }
}

/** Says a few things in groups of one's own; whoever is out of a group or the company by then is refused, no more. */
async function talk(client: Participant, round: number): Promise<void> {
  const own = groupsOf(client);
  if (own.length === 0) return;
  for (let index = 1; index <= messagesARound; index++) {
    const group = random.pick(own);
    const text = `${client.account} 第${round}轮第${index}条`;
    if (random.next() < 0.03) client.cut();
    if (random.next() < 0.2) client.client.conversations.markRead(group.id);
    try {
      const seq = await outcome(say(client, group.id, text, called(group)), client);
      if (seq === null) return;
      const said = acknowledged.get(group.id) ?? [];
      said.push({ seq, text, by: client.account });
      acknowledged.set(group.id, said);
    } catch (error) {
      if (error instanceof Failure && allowed.has(error.code)) continue;
      throw error;
    }
  }
}

const allowed = new Set<string>(["conversations/not_found", "identity/signed_out", "messages/mention_not_member"]);

/** Now and then somebody of the group is called by name, or everybody is. */
function called({ byHand }: OpenGroup): { mentions?: PrincipalId[]; mentionAll?: boolean } {
  if (random.next() < 0.05) return { mentionAll: true };
  const id = random.next() < 0.2 ? ids.get(random.pick(byHand)) : undefined;
  return id ? { mentions: [id] } : {};
}

/** The seq of a message, or null when its author's session has ended: the device keeps it for the next sign-in. */
async function outcome(sending: Promise<number>, { client }: Participant): Promise<number | null> {
  const signedIn = () => client.session.getSnapshot().state === "signed_in";
  let stop = () => {};
  const over = new Promise<null>((done) => {
    const look = () => signedIn() || done(null);
    stop = client.session.subscribe(look);
    look();
  });
  try {
    return await Promise.race([sending, over]);
  } finally {
    stop();
  }
}

function withoutPerson(company: SampleCompany, account: string): SampleCompany {
  return { ...company, people: company.people.filter((person) => person.account !== account) };
}

/** Every group, as one of its members is told, against the rule and the file. */
async function expectRules(): Promise<void> {
  const accounts = new Map([...ids].map(([account, id]) => [id, account]));
  for (const group of groups) {
    const byRule = membersByRule(now, stillBound(group));
    const viewer = [company.administrator, ...clients.values()].find(({ account }) => byRule.includes(account));
    if (!viewer) continue;
    await until(`${group.name} to have its members`, async () => {
      // Who took a leaver's place as the owner stays, also when a department had brought them in and they moved on.
      const { ownerId } = await viewer.client.call("groups.get", { groupId: group.id });
      const owner = accounts.get(ownerId as PrincipalId) ?? "";
      const expected = byRule.includes(owner) ? byRule : [...byRule, owner];
      const found = (await membersOf(viewer, group.id)).map((id) => accounts.get(id) ?? id).sort();
      const lacking = expected.filter((account) => !found.includes(account));
      const extra = found.filter((account) => !expected.includes(account));
      return lacking.length + extra.length === 0 && found.length === expected.length
        ? null
        : `lacking ${lacking.slice(0, 5)}, too many ${extra.slice(0, 5)}`;
    });
  }
}
