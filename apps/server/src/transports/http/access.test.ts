import { type CallAccess, type CallName, calls, type PrincipalId } from "@qunxin/protocol";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newId } from "../../platform/ids.ts";
import { foundCompany, signedIn, startTestServer, type TestServer } from "../../testing.ts";

type Who = "signed out" | "password change required" | "external" | "employee" | "administrator";

const passes = [422, "request/invalid"] as const;
const signedOut = [401, "identity/signed_out"] as const;
const mustChange = [403, "identity/password_change_required"] as const;
const unknown = [404, "request/unknown_call"] as const;
const denied = [403, "access/permission_denied"] as const;
const everybody = {
  "signed out": passes,
  "password change required": passes,
  external: passes,
  employee: passes,
  administrator: passes,
};

/** What the door says before anything else is looked at; `passes`: the input's turn, which is senseless here. */
const expected: Record<CallAccess, Record<Who, readonly [number, string]>> = {
  public: everybody,
  setup: everybody,
  signed_in: { ...everybody, "signed out": signedOut, "password change required": mustChange },
  employee: { ...everybody, "signed out": signedOut, "password change required": mustChange, external: unknown },
  administrator: {
    "signed out": signedOut,
    "password change required": mustChange,
    external: unknown,
    employee: denied,
    administrator: passes,
  },
};

let server: TestServer;
const headers = {} as Record<Who, Record<string, string>>;

beforeAll(async () => {
  server = await startTestServer();
  const wei = await foundCompany(server);
  headers["signed out"] = {};
  headers.administrator = await signedIn(server, wei);
  const { departments } = (await post("directory.departments", { parentId: null }, "administrator")).body;
  const ana = await hire("ana", departments[0].id);
  headers.employee = await signedIn(server, ana);
  const bo = await hire("bo", departments[0].id);
  headers["password change required"] = await signedIn(server, bo, { passwordChangeRequired: true });
  const kai = { key: newId(), name: "kai", mobile: "13900000001", organisation: null };
  const { personId } = (await post("directory.createExternal", kai, "administrator")).body;
  headers.external = await signedIn(server, personId);
});

afterAll(() => server.close());

for (const name of Object.keys(calls) as CallName[]) {
  const { access } = calls[name];
  test(`${name}, open to ${access}, is refused to everybody else before its input is looked at`, async () => {
    for (const who of Object.keys(everybody) as Who[]) {
      const { status, body } = await post(name, [], who);
      expect([status, body.code], who).toEqual(expectedOf(name, who));
    }
  });
}

/** Who must change the password may do so: identity's calls are judged as anybody's. */
function expectedOf(name: CallName, who: Who): readonly [number, string] {
  const { access } = calls[name];
  const changing = who === "password change required" && name.startsWith("identity.");
  return expected[access][changing ? "employee" : who];
}

test("the files of the administration are refused as its calls are", async () => {
  const files: [path: string, init: RequestInit][] = [
    ["/api/directory/initial-passwords.csv", {}],
    ["/api/directory/imports?fileName=%00", { method: "POST", body: "x" }],
  ];
  for (const [path, init] of files) {
    for (const who of Object.keys(everybody) as Who[]) {
      const response = await fetch(server.url + path, { ...init, headers: headers[who] });
      if (who === "administrator") expect(response.status, path).toBe(init.method ? 422 : 200);
      else
        expect([response.status, ((await response.json()) as { code: string }).code], `${path} ${who}`).toEqual(
          expected.administrator[who],
        );
    }
  }
});

async function hire(account: string, departmentId: string): Promise<PrincipalId> {
  const person = { name: account, account, mobile: null, email: null, gender: "unknown", position: null };
  const more = { employeeNo: null, avatarUrl: null, placements: [{ departmentId, leader: false }] };
  const created = await post("directory.createPerson", { key: newId(), ...person, ...more }, "administrator");
  return created.body.personId;
}

// biome-ignore lint/suspicious/noExplicitAny: what a server answers is what this test is about
async function post(call: string, input: unknown, who: Who): Promise<{ status: number; body: any }> {
  const response = await fetch(`${server.url}/api/${call}`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers[who] },
    body: JSON.stringify(input),
  });
  return { status: response.status, body: await response.json() };
}
