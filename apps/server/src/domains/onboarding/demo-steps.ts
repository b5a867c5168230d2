import { type ConversationId, type DepartmentId, Failure, type PrincipalId } from "@qunxin/protocol";
import {
  demoGuests,
  makeCompany,
  makeTalk,
  randomFrom,
  type SampleCompany,
  type SamplePerson,
  type TalkDirect,
  type TalkGroup,
  type TalkMessage,
} from "@qunxin/sample-company";
import type { Actor } from "../../platform/caller.ts";
import type { Tx } from "../../platform/database.ts";
import { demoActor, demoKey, silentCaller } from "./demo-actor.ts";
import type { OnboardingDeps } from "./deps.ts";

/** One piece of the demo company. `prepare` is idempotent, `record` runs exactly once, `finish` at most once. */
export interface DemoStep {
  /** The moment at which it is told to have happened. */
  readonly at: Date;
  prepare(): Promise<void>;
  record(tx: Tx): Promise<void>;
  finish(): Promise<void>;
}

const demoPeople = 300;
const peopleAStep = 20;

/** What the loading knows so far. */
interface Stage {
  readonly administrator: Actor;
  readonly now: Date;
  readonly company: SampleCompany;
  readonly departments: Map<string, DepartmentId>;
  /** Employees by account, externals by mobile. */
  readonly people: Map<string, PrincipalId>;
}

/** All steps in order: departments, people, externals, groups with their talk, direct chats. */
export async function demoSteps(deps: OnboardingDeps, administrator: Actor): Promise<DemoStep[]> {
  const info = await deps.company.info();
  if (!info) throw new Error("the company comes before its demo");
  // The first administrator is one of the 300.
  const company = makeCompany({ people: demoPeople - 1, name: info.name });
  const now = deps.clock.now();
  const stage: Stage = { administrator, now, company, departments: new Map(), people: new Map() };
  const talk = makeTalk(company, { now });
  const chunks = Array.from({ length: Math.ceil(company.people.length / peopleAStep) }, (_, index) =>
    company.people.slice(index * peopleAStep, (index + 1) * peopleAStep),
  );
  return [
    preparing(now, () => addDepartments(deps, stage)),
    ...chunks.map((people) => preparing(now, () => addPeople(deps, stage, people))),
    preparing(now, () => addExternals(deps, stage)),
    ...talk.groups.map((group) => groupStep(deps, stage, group)),
    ...talk.directs.map((direct) => directStep(deps, stage, direct)),
  ];
}

const nothing = async () => undefined;

function preparing(at: Date, prepare: () => Promise<void>): DemoStep {
  return { at, prepare, record: nothing, finish: nothing };
}

async function addDepartments({ directory }: OnboardingDeps, { administrator, company, departments }: Stage) {
  const list = await directory.useCases["directory.departments"]({ parentId: null }, administrator, silentCaller);
  const root = list.departments[0];
  if (!root) throw new Error("the root department comes before the demo");
  departments.set("", root.id);
  for (const { path, name } of company.departments) {
    const own = path.join("/");
    const parentId = known(departments, path.slice(0, -1).join("/"));
    const args = { key: demoKey(`department ${own}`), parentId, name };
    const created = await directory.useCases["directory.createDepartment"](args, administrator, silentCaller);
    departments.set(own, created.id);
  }
}

async function addPeople(deps: OnboardingDeps, stage: Stage, people: readonly SamplePerson[]) {
  for (const person of people) stage.people.set(person.account, await addPerson(deps, stage, person));
}

async function addPerson(
  { directory }: OnboardingDeps,
  { administrator, departments }: Stage,
  { placements, ...fields }: SamplePerson,
): Promise<PrincipalId> {
  const args = {
    ...fields,
    key: demoKey(`person ${fields.account}`),
    avatarUrl: null,
    placements: placements.map(({ path, leader }) => ({ departmentId: known(departments, path), leader })),
  };
  try {
    return (await directory.useCases["directory.createPerson"](args, administrator, silentCaller)).personId;
  } catch (error) {
    // The administrator may bear an account of the sample company, and then plays that part.
    const other = await directory.findForSignIn(fields.account);
    if (error instanceof Failure && error.code === "directory/account_taken" && other) return other.id;
    throw error;
  }
}

async function addExternals({ directory }: OnboardingDeps, { administrator, company, people }: Stage) {
  for (const { name, mobile, organisation } of company.externals) {
    const args = { key: demoKey(`external ${mobile}`), name, mobile, organisation };
    const created = await directory.useCases["directory.createExternal"](args, administrator, silentCaller);
    people.set(mobile, created.personId);
  }
}

function groupStep(deps: OnboardingDeps, stage: Stage, group: TalkGroup): DemoStep {
  let groupId: ConversationId | null = null;
  let lastSeq = 0;
  return {
    at: hourBefore(group.messages),
    async prepare() {
      groupId = await createGroup(deps, stage, group);
    },
    async record(tx) {
      if (groupId) lastSeq = await say(deps, tx, stage, groupId, group.messages);
    },
    async finish() {
      if (groupId) await markMostlyRead(deps, stage, groupId, lastSeq);
    },
  };
}

function directStep(deps: OnboardingDeps, stage: Stage, { between, messages }: TalkDirect): DemoStep {
  let conversationId: ConversationId | null = null;
  let lastSeq = 0;
  return {
    at: hourBefore(messages),
    prepare: nothing,
    async record(tx) {
      const [opener, peer] = between.map((speaker) => known(stage.people, speaker)) as [PrincipalId, PrincipalId];
      if (opener === peer) return;
      conversationId = await deps.log.openDirect(tx, opener, peer);
      lastSeq = await say(deps, tx, stage, conversationId, messages);
    },
    async finish() {
      if (conversationId) await markMostlyRead(deps, stage, conversationId, lastSeq);
    },
  };
}

/** Null when the administrator has made the all-staff group before the demo. */
async function createGroup({ groups }: OnboardingDeps, stage: Stage, group: TalkGroup): Promise<ConversationId | null> {
  const owner = demoActor(known(stage.people, group.owner), group.type === "all_staff");
  const people = [...group.members, ...group.externals].map((speaker) => known(stage.people, speaker));
  if (group.type === "normal" && hosts.has(group.owner)) people.push(stage.administrator.id);
  const departments = group.departments.map((path) => ({ departmentId: known(stage.departments, path), below: true }));
  const { name, type, announcement } = group;
  const selection = {
    people: [...new Set(people)].filter((id) => id !== owner.id),
    departments,
    groups: [],
    except: [],
  };
  const args = { key: demoKey(`group ${name}`), type, name, selection, followDepartments: departments.length > 0 };
  try {
    const created = await groups.useCases["groups.create"](
      announcement ? { ...args, announcement } : args,
      owner,
      silentCaller,
    );
    await appoint(groups, stage, owner, created.groupId, group.administrators);
    return created.groupId;
  } catch (error) {
    if (error instanceof Failure && error.code === "groups/all_staff_exists") return null;
    throw error;
  }
}

/** The administrator who looks at the demo is in the groups of these, so that there is something to see at once. */
const hosts = new Set(["lin", "wei", "liuyang"]);

async function appoint(
  groups: OnboardingDeps["groups"],
  { people }: Stage,
  owner: Actor,
  groupId: ConversationId,
  administrators: readonly string[],
) {
  for (const speaker of administrators) {
    const args = { groupId, member: known(people, speaker), administrator: true };
    if (args.member !== owner.id) await groups.useCases["groups.setAdministrator"](args, owner, silentCaller);
  }
}

/** Records the messages at their own times and answers the last seq. */
async function say(
  { log }: OnboardingDeps,
  tx: Tx,
  { people }: Stage,
  conversationId: ConversationId,
  messages: readonly TalkMessage[],
): Promise<number> {
  const seqs: number[] = [];
  for (const { by, text, at, mentions, mentionAll, replyTo } of messages) {
    const answered = replyTo === null ? undefined : messages[replyTo];
    const quote = answered && { seq: seqs[replyTo ?? 0] ?? 0, by: known(people, answered.by), text: answered.text };
    const named = mentions.map((speaker) => known(people, speaker));
    const body = { kind: "message", text, mentions: named, mentionAll, replyTo: quote ?? null } as const;
    const [entry] = await log.record(tx, conversationId, [{ body, by: known(people, by), at }]);
    seqs.push(entry?.seq ?? 0);
  }
  return seqs.at(-1) ?? 0;
}

/** The administrator and the guests have read nearly everything, so that what is unread catches the eye. */
async function markMostlyRead(
  { log }: OnboardingDeps,
  { administrator, people }: Stage,
  conversationId: ConversationId,
  lastSeq: number,
) {
  const random = randomFrom(lastSeq);
  for (const id of [administrator.id, ...demoGuests.flatMap(({ login }) => people.get(login) ?? [])]) {
    await log.markRead(conversationId, id, lastSeq - random.pick([0, 0, 0, 1, 2, 3]));
  }
}

function hourBefore(messages: readonly TalkMessage[]): Date {
  const first = messages[0];
  if (!first) throw new RangeError("every conversation of the demo says something");
  return new Date(first.at.getTime() - 3_600_000);
}

function known<Id>(ids: ReadonlyMap<string, Id>, name: string): Id {
  const id = ids.get(name);
  if (id === undefined) throw new RangeError(`the demo has no ${name}`);
  return id;
}
