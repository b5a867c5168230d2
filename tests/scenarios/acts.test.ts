import { type Client, createClient, Failure, newKey } from "@qunxin/client";
import { nodeTransport } from "@qunxin/client/node";
import type { CallInput, CallName, ConversationId, Entry, PrincipalId, RequestKey } from "@qunxin/protocol";
import {
  expectEqualToFreshFetch,
  fetchHistory,
  type RunningCompany,
  randomFrom,
  startCompany,
  until,
} from "@qunxin/testkit";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Recorder, recording } from "./acts-recorder.ts";

const seed = Number(process.env.SCENARIO_SEED ?? Date.now() % 1_000_000);
const acts = Number(process.env.QUNXIN_ACTS ?? 800);
console.info(`acts seed: SCENARIO_SEED=${seed} QUNXIN_ACTS=${acts}`);
const random = randomFrom(seed);

interface Device {
  readonly who: string;
  readonly client: Client;
  readonly recorder: Recorder;
}
interface Person {
  readonly id: PrincipalId;
  readonly account: string;
  readonly devices: Device[];
}

let company: RunningCompany;
let group: ConversationId;
const people: Person[] = [];
/** Acknowledged messages in the order of their seqs, and texts that were recalled. */
const said: { seq: number; text: string; by: Person; kind: "text" | "poll" | "chain" }[] = [];
const recalled = new Map<number, string>();
let counter = 0;

beforeAll(async () => {
  company = await startCompany({ people: 30, seed: 1 });
  const accounts = company.sample.people.slice(1, 6).map(({ account }) => account);
  const sessions = await company.signIn([...accounts, ...accounts, ...accounts]);
  const [first] = sessions;
  if (!first) throw new Error("nobody is there");
  const others = (await company.people()).entries();
  const ids = new Map(others);
  const selection = {
    people: accounts.slice(1).map((account) => ids.get(account) as PrincipalId),
    departments: [],
    groups: [],
    except: [],
  };
  const key = newKey<RequestKey>();
  const created = { key, type: "normal", selection, followDepartments: false } as const;
  const answer = await company.post(first.token, "groups.create", created);
  group = answer.output?.groupId as ConversationId;
  for (const account of accounts) people.push({ id: ids.get(account) as PrincipalId, account, devices: [] });
  await Promise.all(
    sessions.map(async ({ account, token }, index) => {
      const recorder = recording(nodeTransport({ bearer: token }), group);
      const client = createClient({ baseUrl: company.url, transport: recorder.transport });
      await client.start();
      const person = people.find((one) => one.account === account);
      person?.devices.push({ who: `${account} ${index}`, client, recorder });
      client.timelines.open(group);
    }),
  );
  for (const { devices } of people) {
    for (const { client, who } of devices) await expectEqualToFreshFetch(client, { timelines: [group], who });
  }
}, 60_000);

afterAll(async () => {
  for (const { devices } of people) for (const { client } of devices) client.stop();
  await company?.close();
});

test("after random acts and cuts every device equals a fresh fetch, and nobody was told what was not theirs", async () => {
  const each = Math.ceil(acts / people.length);
  await Promise.all(people.map((person) => live(person, each)));
  // Whoever is out comes back, so that all can be compared.
  await tryTo(people[0] as Person, "groups.addMembers", {
    groupId: group,
    selection: { people: people.slice(1).map(({ id }) => id), departments: [], groups: [], except: [] },
  });
  for (const { devices } of people) {
    for (const { client, who } of devices) {
      client.wake();
      await until(`${who} to be in`, () => (client.conversations.of(group).getSnapshot() ? null : "the conversation"));
      await expectEqualToFreshFetch(client, { timelines: [group], who, timeoutMs: 20_000 });
    }
  }
  await expectNothingLost();
  await expectNothingUnentitled();
}, 600_000);

async function live(person: Person, times: number): Promise<void> {
  for (let i = 0; i < times; i++) {
    if (random.next() < 0.02) random.pick(person.devices).recorder.transport.cutSockets();
    await doSomething(person);
  }
}

async function doSomething(person: Person): Promise<void> {
  const roll = random.next();
  if (said.length === 0 || roll < 0.3) return say(person);
  const target = random.next() < 0.8 ? random.pick(said.slice(-20)) : random.pick(said);
  const at = { conversationId: group, seq: target.seq };
  if (roll < 0.5) {
    const emoji = random.pick(["👍", "❤️", "😂", "🎉"]);
    return tryTo(person, "messages.react", { ...at, emoji, on: random.next() < 0.6 });
  }
  if (roll < 0.6) return edit(target.by, target);
  if (roll < 0.66) return recall(target);
  if (roll < 0.75) return vote(person, at, target.kind);
  if (roll < 0.8)
    return tryTo(random.pick([people[0] as Person, person]), "messages.pin", { ...at, on: random.next() < 0.6 });
  if (roll < 0.83) return tryTo(person, "messages.hide", { conversationId: group, seqs: [target.seq] });
  if (roll < 0.95) return random.pick(person.devices).client.conversations.markRead(group);
  return comeOrGo();
}

async function say(person: Person): Promise<void> {
  const text = `<${person.account}#${counter++}>`;
  const earlier = said.at(-1 - random.below(8));
  const roll = random.next();
  const kind = roll < 0.1 ? "poll" : roll < 0.15 ? "chain" : "text";
  const poll = {
    type: "poll" as const,
    question: text,
    options: ["a", "b", "c"],
    multiple: random.next() < 0.5,
    anonymous: random.next() < 0.5,
    closesAt: null,
  };
  const content =
    kind === "poll" ? poll : kind === "chain" ? ({ type: "chain", title: text, example: "" } as const) : null;
  const device = random.pick(person.devices);
  const clientId = device.client.timelines.send(group, {
    text,
    mentions: random.next() < 0.1 ? [random.pick(people.slice(0, 2)).id] : [],
    mentionAll: random.next() < 0.02,
    replyToSeq: earlier && random.next() < 0.3 ? earlier.seq : null,
    ...(content ? { content } : {}),
    ...(earlier && random.next() < 0.15 ? { thread: earlier.seq } : {}),
  });
  try {
    const { seq } = await device.client.timelines.sent(group, clientId);
    said.push({ seq, text, by: person, kind });
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    device.client.timelines.discard(group, clientId);
  }
}

async function edit(author: Person, target: (typeof said)[number]): Promise<void> {
  const text = `<${author.account}#${counter++} edited>`;
  const at = { conversationId: group, seq: target.seq };
  await tryTo(author, "messages.edit", {
    ...at,
    text,
    mentions: random.next() < 0.2 ? [author.id] : [],
    mentionAll: false,
  });
}

async function recall(target: (typeof said)[number]): Promise<void> {
  if (random.next() < 0.5) return;
  await tryTo(target.by, "messages.recall", { conversationId: group, seq: target.seq });
}

async function vote(person: Person, at: { conversationId: ConversationId; seq: number }, kind: string): Promise<void> {
  if (kind === "poll" && random.next() < 0.03) return tryTo(person, "messages.closePoll", at);
  if (kind === "poll")
    return tryTo(person, "messages.vote", { ...at, options: random.next() < 0.2 ? [] : [random.below(3)] });
  if (kind !== "chain") return;
  await tryTo(person, "messages.joinChain", { ...at, text: random.next() < 0.2 ? null : `${counter++}` });
}

/** The last person comes and goes: removed by the owner, put in again. */
async function comeOrGo(): Promise<void> {
  const [owner, last] = [people[0] as Person, people.at(-1) as Person];
  if (random.next() < 0.4) return tryTo(owner, "groups.removeMembers", { groupId: group, members: [last.id] });
  const selection = { people: [last.id], departments: [], groups: [], except: [] };
  await tryTo(owner, "groups.addMembers", { groupId: group, selection });
}

/** Makes a call on some device of theirs; what the rules forbid is refused with a known code. */
async function tryTo<N extends CallName>({ devices }: Person, name: N, input: CallInput<N>): Promise<void> {
  try {
    await random.pick(devices).client.call(name, input);
  } catch (error) {
    if (!(error instanceof Failure) || error.code === "server/unexpected") throw error;
  }
}

/** Every acknowledged message is there once, in the order of seq. */
async function expectNothingLost(): Promise<void> {
  const owner = people[0]?.devices[0]?.client as Client;
  const history = await fetchHistory(owner, group);
  const seqs = history.map(({ seq }) => seq);
  expect(seqs).toEqual([...new Set(seqs)].sort((a, b) => a - b));
  for (const { seq, by } of said) {
    const entry = history.find((one) => one.seq === seq) as Entry;
    expect(entry?.by, `seq ${seq}`).toBe(by.id);
    if (entry.body.kind !== "recalled") continue;
    const text = said.find((one) => one.seq === seq)?.text;
    if (text) recalled.set(seq, text);
  }
  expect(recalled.size).toBeGreaterThan(0);
}

/** No frame carried an entry outside of somebody's stays, and nothing recalled was told to who knew of the recall. */
async function expectNothingUnentitled(): Promise<void> {
  const history = await fetchHistory(people[0]?.devices[0]?.client as Client, group);
  for (const person of people) {
    const stays = staysOf(person.id, history);
    const inside = (seq: number) => stays.some(([from, to]) => seq >= from && seq < to);
    for (const { recorder, who } of person.devices) {
      const seqs = recorder.told.flatMap(({ entries }) => entries.map(({ seq }) => seq));
      expect(
        seqs.filter((seq) => !inside(seq)),
        `${who} was told what was said while they were out`,
      ).toEqual([]);
      expect(toldAfterRecall(recorder), who).toEqual([]);
    }
  }
}

/** From which seq to before which one somebody was in, by the entries that tell of it. */
function staysOf(id: PrincipalId, history: readonly Entry[]): [number, number][] {
  const stays: [number, number][] = [];
  for (const { seq, body } of history) {
    const came = body.kind === "group_created" || body.kind === "members_joined";
    if (came && body.members.includes(id)) stays.push([seq, Number.MAX_SAFE_INTEGER]);
    const last = stays.at(-1);
    if (body.kind === "members_left" && body.members.includes(id) && last) last[1] = seq;
  }
  return stays;
}

/** Frames with a recalled text that answer what was asked, on the same socket, after that socket knew of the recall. */
function toldAfterRecall({ told }: Recorder): string[] {
  const wrong: string[] = [];
  const known = new Map<string, { socket: number; at: number }>();
  for (const { socket, at, askedAt, entries, raw } of told) {
    // The author alone is given back what they said.
    const isDraft = raw.includes('"output":{"draft":');
    for (const [text, since] of known) {
      if (since.socket === socket && since.at < askedAt && !isDraft && raw.includes(text))
        wrong.push(`${text}: ${raw}`);
    }
    for (const { body } of entries) {
      const text = body.kind === "message_recalled" ? recalled.get(body.target) : undefined;
      if (text) known.set(text, { socket, at });
    }
  }
  return wrong;
}
