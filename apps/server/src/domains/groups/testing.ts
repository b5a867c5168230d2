import {
  type CallInput,
  type CallName,
  type CallOutput,
  type ConversationId,
  calls,
  type DepartmentId,
  type Entry,
  emptySelection,
  type PersonStatus,
  type Policy,
  type PrincipalId,
  type RequestKey,
  type Selection,
  type SessionId,
} from "@qunxin/protocol";
import { createLocalBus } from "../../platform/bus.ts";
import type { Actor, Caller } from "../../platform/caller.ts";
import { movableClock } from "../../platform/clock.ts";
import { openDatabase, type Transact, type Tx } from "../../platform/database.ts";
import { newId } from "../../platform/ids.ts";
import { createCompany } from "../company/index.ts";
import { createDirectory, type DirectoryPorts, type OrganisationChange } from "../directory/index.ts";
import { createLog, type LogChanged, logChanged } from "../log/index.ts";
import { createGroups } from "./index.ts";

/** Company, directory, log and groups on a database of their own: what tests of groups stand on. */
export async function openWorld(test: { url: string; drop(): Promise<void> }) {
  const parts = await openParts(test.url);
  return {
    ...parts,
    ...actsOn(parts),
    ...rowsOf(parts),
    ...peopleOf(parts),
    ...directoryOf(parts),
    async close() {
      await parts.log.stop();
      await parts.database.close();
      await test.drop();
    },
  };
}

export type World = Awaited<ReturnType<typeof openWorld>>;

async function openParts(url: string) {
  const database = openDatabase(url, () => undefined, 20);
  const bus = createLocalBus();
  const clock = movableClock(new Date("2026-03-02T09:00:00Z"));
  const news: LogChanged[] = [];
  bus.subscribe(logChanged, (change) => news.push(change));
  const base = { ...database, bus, clock };
  const company = createCompany(base);
  const log = createLog(base);
  // The organisation's changes reach the groups through the port, as main.ts joins them; nobody signs in here.
  const ports = {
    credentials: { initialPassword: () => "temporary", endSessions: async () => undefined },
    coMembership: log,
  } as unknown as DirectoryPorts;
  const directory = createDirectory({ ...base, company, ports, jobs: { enqueue: async () => undefined } });
  const makeGroups = (transact: Transact) => createGroups({ ...base, transact, company, directory, log });
  const groups = makeGroups(database.transact);
  ports.follower = groups.follower;
  const root = await database.transact(async (tx) => {
    await company.found(tx, { name: "群信科技", timeZone: "Asia/Shanghai", locale: "zh-CN" });
    return directory.createRoot(tx, "群信科技");
  });
  /** The use cases again, but what they do is taken back: for asking whether somebody may. */
  const tried = makeGroups(rollingBack(database.transact)).useCases as Record<string, unknown>;
  const { pool, reading, transact } = database;
  return { database, pool, reading, transact, bus, clock, news, company, directory, log, groups, tried, root };
}

type Parts = Awaited<ReturnType<typeof openParts>>;

/** A selection of people, or whatever else is given. */
export function select(people: readonly { id: PrincipalId }[], more: Partial<Selection> = {}): Selection {
  return { ...emptySelection, people: people.map(({ id }) => id), ...more };
}

export function newKey(): RequestKey {
  return newId<RequestKey>();
}

function actsOn({ groups, company }: Parts) {
  const useCases = { ...groups.useCases, ...company.useCases } as Record<string, unknown>;
  const call = <N extends CallName>(name: N, actor: Actor, input: CallInput<N>) =>
    callWith(useCases, name, actor, input);
  return {
    /** Makes a call as the dispatcher does: input parsed, answer checked against the contract. */
    call,
    /** A group owned by the first one. */
    async group(
      [owner, ...others]: readonly Actor[],
      more: Partial<CallInput<"groups.create">> = {},
    ): Promise<ConversationId> {
      if (!owner) throw new Error("a group needs an owner");
      const input = { key: newKey(), type: "normal", selection: select(others), followDepartments: false, ...more };
      return (await call("groups.create", owner, input as CallInput<"groups.create">)).groupId;
    },
    setPolicy: (changes: Partial<Policy>) =>
      company.useCases["company.setPolicy"](changes, null as never, null as never),
  };
}

/** What the tables say. */
function rowsOf({ pool }: Parts) {
  return {
    /** Who is in a group by the table, by id. */
    async present(groupId: ConversationId): Promise<PrincipalId[]> {
      const { rows } = await pool.query<{ id: PrincipalId }>(
        "select principal_id as id from members where conversation_id = $1 and present order by 1",
        [groupId],
      );
      return rows.map(({ id }) => id);
    },
    /** A group's row and whether its counts are those of its members. */
    async row(groupId: ConversationId) {
      const { rows } = await pool.query<{ owner_id: PrincipalId; member_count: number; state: string; exact: boolean }>(
        `select g.*, g.member_count = (select count(*) from members m where m.conversation_id = g.id and m.present)
           and g.external_count = (select count(*) from members m
             where m.conversation_id = g.id and m.present and m.role = 'external') as exact
         from groups g where id = $1`,
        [groupId],
      );
      if (!rows[0]) throw new Error("no such group");
      return rows[0];
    },
    /** Bodies of a group's entries, oldest first. */
    async bodies(groupId: ConversationId): Promise<Entry["body"][]> {
      const { rows } = await pool.query<{ body: Entry["body"] }>(
        "select body from entries where conversation_id = $1 order by seq",
        [groupId],
      );
      return rows.map(({ body }) => body);
    },
  };
}

/** Calls one of the given use cases as the dispatcher does. */
export async function callWith<N extends CallName>(
  useCases: Record<string, unknown>,
  name: N,
  actor: Actor,
  input: CallInput<N>,
): Promise<CallOutput<N>> {
  const useCase = useCases[name] as (args: unknown, actor: Actor, caller: Caller) => Promise<CallOutput<N>>;
  const output = await useCase(calls[name].input.parse(input), actor, {} as Caller);
  calls[name].output.parse(output);
  return output;
}

interface NewPeople {
  department?: DepartmentId;
  leader?: boolean;
  kind?: "employee" | "external";
  administrator?: boolean;
  name?: string;
}

function peopleOf({ pool, clock, root }: Parts) {
  let made = 0;
  async function add(count: number, { kind = "employee", department = root, ...more }: NewPeople = {}) {
    const ids = Array.from({ length: count }, () => newId<PrincipalId>());
    const first = made;
    made += count;
    const administrator = more.administrator ?? false;
    await pool.query(insertPeople, [ids, kind, more.name ?? null, first, administrator, clock.now()]);
    if (kind === "employee") await pool.query(insertPlacements, [ids, department, more.leader ?? false]);
    const common = { kind, administrator, passwordChangeRequired: false };
    return ids.map((id): Actor => ({ ...common, id, sessionId: newId<SessionId>() }));
  }
  return {
    /** People put into the tables at once, without telling the groups; in a department (the root) if employees. */
    add,
    async one(more?: NewPeople): Promise<Actor> {
      const [actor] = await add(1, more);
      if (!actor) throw new Error("nobody was added");
      return actor;
    },
    department(name: string, parentId: DepartmentId = root): Promise<DepartmentId> {
      return newDepartment(pool, name, parentId);
    },
  };
}

const insertPeople = `
  insert into people (id, kind, status, name, pinyin, initials, account, administrator, search_text, created_at, changed_at)
  select id, $2::text, 'active', coalesce($3, '同事' || $4::int + n), 'tongshi' || $4::int + n, 'ts',
    'account' || $4::int + n, $5, lower(coalesce($3, '同事' || $4::int + n)) || '|tongshi|ts', $6::timestamptz,
    $6::timestamptz
  from unnest($1::uuid[]) with ordinality as t (id, n)`;
const insertPlacements =
  "insert into placements (department_id, person_id, leader) select $2, id, $3 from unnest($1::uuid[]) as t (id)";

/** Changes of the organisation. */
function directoryOf({ transact, directory, groups }: Parts) {
  const { "directory.setStatus": setStatus, "directory.updatePerson": updatePerson } = directory.useCases;
  const nothing: OrganisationChange = { by: null, joined: [], gone: [], moved: [], departmentsChanged: false };
  return {
    /** A change of many people in one transaction, as an import makes it: `write` changes the tables. */
    change: (write: string, values: unknown[], change: Partial<OrganisationChange>) =>
      transact(async (tx) => {
        await runIn(tx, write, values);
        await groups.follower.organisationChanged(tx, { ...nothing, ...change });
      }),
    /** Somebody's status through the directory's own use case. */
    setStatus(by: Actor, person: Actor, status: PersonStatus, successorId?: PrincipalId) {
      return setStatus({ personId: person.id, status, successorId }, by, {} as Caller);
    },
    /** Somebody's departments through the directory's own use case. */
    move(by: Actor, person: Actor, departments: readonly DepartmentId[]) {
      const placements = departments.map((departmentId) => ({ departmentId, leader: false }));
      return updatePerson({ personId: person.id, placements }, by, {} as Caller);
    },
  };
}

async function newDepartment(pool: Parts["pool"], name: string, parentId: DepartmentId): Promise<DepartmentId> {
  const id = newId<DepartmentId>();
  await pool.query(
    `insert into departments (id, parent_id, name, id_path, name_path, pinyin, initials, created_at)
     select $1::uuid, p.id, $2::text, p.id_path || $1::uuid, ltrim(p.name_path || '/' || $2::text, '/'), '', '', now()
     from departments p where p.id = $3`,
    [id, name, parentId],
  );
  return id;
}

/** Runs plain SQL in a transaction of ours. */
async function runIn(tx: Tx, text: string, parameters: unknown[]): Promise<void> {
  const query = { sql: text, parameters, query: { kind: "RawNode" }, queryId: { queryId: newId() } };
  await tx.sql.executeQuery(query as never);
}

/** Does the work and takes it back: what a call answers, without its effect. */
function rollingBack(transact: Transact): Transact {
  return async <T>(work: (tx: Tx) => Promise<T>): Promise<T> => {
    const done: { answer?: T } = {};
    const undo = new Error("rolled back on purpose");
    await transact(async (tx) => {
      done.answer = await work(tx);
      throw undo;
    }).catch((error: unknown) => {
      if (error !== undo) throw error;
    });
    return done.answer as T;
  };
}
