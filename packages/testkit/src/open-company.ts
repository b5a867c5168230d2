import { createClient } from "@qunxin/client";
import { nodeTransport } from "@qunxin/client/node";
import type {
  CallInput,
  CallName,
  CallOutput,
  DepartmentId,
  ImportStatus,
  PrincipalId,
  WireError,
} from "@qunxin/protocol";
import { makeCompany, type SampleCompany, type SamplePerson } from "@qunxin/sample-company";
import { toCsv } from "./company/csv.ts";
import { openDevice, type Participant } from "./participant.ts";
import { type SignedIn, signManyIn } from "./session-rows.ts";
import { until } from "./until.ts";

/** A company at work on a real server, and whoever is signed in. */
export interface RunningCompany {
  readonly url: string;
  /** What was imported. */
  readonly sample: SampleCompany;
  readonly administrator: Participant;
  /** Id of the department with this path from below the root; empty for the root. */
  department(path: string): Promise<DepartmentId>;
  /** Person ids by account, of everybody in the company now. */
  people(): Promise<Map<string, PrincipalId>>;
  /** Imports the company as a file of the template: dry run, then apply. @throws when the dry run finds faults */
  importFile(file: Buffer, fileName: string, how: { missingLeave: boolean }): Promise<ImportStatus>;
  /** Sessions without a device, for many people or bare calls. */
  signIn(accounts: readonly string[]): Promise<SignedIn[]>;
  /** A device each for these people. */
  open(accounts: readonly string[]): Promise<Participant[]>;
  /** A bare HTTP call in somebody's name: its output, or the error as it stands on the wire. */
  post<Name extends CallName>(token: string, name: Name, input: CallInput<Name>): Promise<Answer<Name>>;
  /** Takes every device offline. */
  close(): Promise<void>;
}

export type Answer<Name extends CallName> =
  | { readonly status: number; readonly output: CallOutput<Name>; readonly error?: undefined }
  | { readonly status: number; readonly error: WireError; readonly output?: undefined };

/** Where a server is that nobody has set up yet. */
export interface FreshServer {
  readonly url: string;
  /** The one-time code its start printed. */
  readonly setupCode: string;
  readonly databaseUrl: string;
}

/** Sets the company up on a fresh server and imports the sample company through a file, as an administrator does. */
export async function openCompany(
  { url, setupCode, databaseUrl }: FreshServer,
  { people = 60, seed = 1 }: { people?: number; seed?: number } = {},
): Promise<RunningCompany> {
  const devices: Participant[] = [];
  const administrator = await setUp(url, setupCode);
  devices.push(administrator);
  const sample = withAdministrator(makeCompany({ people, seed }));
  const company: RunningCompany = {
    url,
    sample,
    administrator,
    department: (path) => findDepartment(administrator, path),
    people: () => readPeople(administrator),
    importFile: (file, fileName, how) => importFile(url, administrator, { file, fileName }, how),
    signIn: (accounts) => signManyIn(databaseUrl, accounts),
    async open(accounts) {
      const sessions = await signManyIn(databaseUrl, accounts);
      const opened = await inTens(sessions, (session) => openDevice(url, session));
      devices.push(...opened);
      return opened;
    },
    post: (token, name, input) => post(url, token, name, input),
    async close() {
      for (const device of devices) device.stop();
    },
  };
  try {
    await company.importFile(toCsv(sample), "company.csv", { missingLeave: false });
    return company;
  } catch (error) {
    await company.close();
    throw error;
  }
}

const administratorAccount = "admin";
const administratorPassword = "correct-horse-9";

/** The first administrator stands in the file too: who is not in a file leaves. */
const administratorRow: SamplePerson = {
  account: administratorAccount,
  name: "陆明",
  mobile: "19899999999",
  email: "admin@xinghe.example",
  gender: "male",
  position: "信息化主管",
  employeeNo: "XH000000",
  placements: [{ path: "总经办", leader: false }],
};

function withAdministrator(company: SampleCompany): SampleCompany {
  return { ...company, people: [administratorRow, ...company.people] };
}

async function setUp(url: string, code: string): Promise<Participant> {
  const transport = nodeTransport();
  const client = createClient({ baseUrl: url, transport });
  const { administratorId } = await client.call("company.setUp", {
    code,
    company: { name: "星河科技", timeZone: "Asia/Shanghai", locale: "zh-CN" },
    administrator: { name: "陆明", account: administratorAccount, password: administratorPassword },
  });
  const token = await client.signIn({
    login: administratorAccount,
    password: administratorPassword,
    device: { name: "testkit", kind: "desktop" },
    hold: "bearer",
  });
  client.stop();
  return openDevice(url, { id: administratorId, account: administratorAccount, token: token ?? "" });
}

async function importFile(
  url: string,
  { token, client }: Participant,
  { file, fileName }: { file: Buffer; fileName: string },
  { missingLeave }: { missingLeave: boolean },
): Promise<ImportStatus> {
  const address = `${url}/api/directory/imports?fileName=${encodeURIComponent(fileName)}`;
  const answer = await fetch(address, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/octet-stream" },
    body: new Uint8Array(file),
  });
  if (!answer.ok) throw new Error(`the upload was refused: ${await answer.text()}`);
  const { id: importId } = (await answer.json()) as ImportStatus;
  const reached = async (wanted: ImportStatus["state"]) => {
    let status = await client.call("directory.import", { importId });
    await until(
      `the import of ${fileName} to be ${wanted}`,
      async () => {
        status = await client.call("directory.import", { importId });
        if (status.state === "faulty" || status.state === "failed")
          throw new Error(`the import is ${JSON.stringify(status)}`);
        return status.state === wanted
          ? null
          : `it is ${status.state} at ${status.progress.done}/${status.progress.total}`;
      },
      { timeoutMs: 120_000, everyMs: 100 },
    );
    return status;
  };
  await reached("ready");
  await client.call("directory.applyImport", { importId, missingLeave });
  return reached("applied");
}

async function findDepartment({ client }: Participant, path: string): Promise<DepartmentId> {
  let { departments } = await client.call("directory.departments", { parentId: null });
  let found = departments[0];
  for (const name of path.split("/").filter((part) => part !== "")) {
    if (!found) break;
    ({ departments } = await client.call("directory.departments", { parentId: found.id }));
    found = departments.find((department) => department.name === name);
  }
  if (!found) throw new Error(`there is no department ${path}`);
  return found.id;
}

async function readPeople({ client }: Participant): Promise<Map<string, PrincipalId>> {
  const { departments } = await client.call("directory.departments", { parentId: null });
  const departmentId = departments[0]?.id ?? null;
  const found = new Map<string, PrincipalId>();
  let cursor: string | null = null;
  do {
    const page: CallOutput<"directory.people"> = await client.call("directory.people", {
      departmentId,
      below: true,
      limit: 200,
      ...(cursor === null ? {} : { cursor }),
    });
    for (const { account, id } of page.people) if (account !== null) found.set(account, id);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return found;
}

async function post<Name extends CallName>(
  url: string,
  token: string,
  name: Name,
  input: CallInput<Name>,
): Promise<Answer<Name>> {
  const answer = await fetch(`${url}/api/${name}`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    body: JSON.stringify(input),
  });
  const body = (await answer.json()) as never;
  return answer.ok ? { status: answer.status, output: body } : { status: answer.status, error: body };
}

/** Ten at a time: enough to be quick, few enough for two cores. */
async function inTens<Item, Result>(items: readonly Item[], work: (item: Item) => Promise<Result>): Promise<Result[]> {
  const results: Result[] = [];
  for (let at = 0; at < items.length; at += 10)
    results.push(...(await Promise.all(items.slice(at, at + 10).map(work))));
  return results;
}
