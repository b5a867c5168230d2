import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newId } from "../../platform/ids.ts";
import { foundCompany, signedIn, startTestServer, type TestServer } from "../../testing.ts";
import { readOwn, upload } from "./files.testing.ts";

const webDir = mkdtempSync(join(tmpdir(), "qunxin-web-"));
let server: TestServer;
let administrator: Record<string, string>;

beforeAll(async () => {
  mkdirSync(join(webDir, "assets"));
  writeFileSync(join(webDir, "index.html"), "<!doctype html><title>page</title>");
  writeFileSync(join(webDir, "theme.js"), "0");
  writeFileSync(join(webDir, "assets/a.css"), "a{}");
  writeFileSync(join(webDir, "assets/a.css.br"), brotliCompressSync("a{}"));
  server = await startTestServer({ webDir });
  administrator = await signedIn(server, await foundCompany(server));
});

afterAll(async () => {
  await server.close();
  rmSync(webDir, { recursive: true, force: true });
});

test("every route tells browsers to guess, frame and share nothing, whoever asks and however it is answered", async () => {
  expect(server.routes).toContain("POST /api/:call");
  expect(server.routes).toContain("PATCH /api/uploads/:id");
  for (const route of server.routes) {
    const [method = "", pattern = ""] = route.split(" ");
    const path = pattern.replace("*", "x").replace(/:\w+/g, newId());
    for (const headers of [{}, administrator])
      expectCareful(route, await fetch(server.url + path, { method, headers }));
  }
});

test("answers outside of any route are as careful: unknown paths, other methods, broken JSON", async () => {
  const asked: [path: string, init: RequestInit][] = [
    ["/api/no/such/path", {}],
    ["/assets/no-such.js", {}],
    ["/chats", { method: "DELETE" }],
    ["/api/identity.me", { method: "POST", body: "{", headers: { "content-type": "application/json" } }],
    ["/%ff", {}],
  ];
  for (const [path, init] of asked) expectCareful(path, await fetch(server.url + path, init));
});

test("what the build has compressed is given to whoever takes it, with the same headers, and plain to others", async () => {
  const path = `${server.url}/assets/a.css`;
  for (const [encodings, given] of [
    ["gzip, br", "br"],
    ["identity", null],
  ] as const) {
    const answer = await fetch(path, { headers: { "accept-encoding": encodings } });
    expect(answer.headers.get("content-encoding")).toBe(given);
    expect(answer.headers.get("vary")).toContain("accept-encoding");
    expect(answer.headers.get("content-type")).toContain("text/css");
    expect(answer.headers.get("cache-control")).toContain("immutable");
    expect(await answer.text()).toBe("a{}");
  }
});

test("no page or script may run anything inline, and the page may not be framed", async () => {
  for (const path of ["/", "/chats", "/index.html", "/theme.js", "/assets/a.css"]) {
    const policy = policyOf(await fetch(server.url + path));
    expect(policy["default-src"], path).toEqual(["'self'"]);
    expect(policy["script-src"], path).toEqual(["'self'"]);
    expect(policy["frame-ancestors"], path).toEqual(["'none'"]);
    expect(policy["frame-src"], path).toEqual(["'self'"]);
    expect(policy["object-src"], path).toEqual(["'none'"]);
    expect(policy["base-uri"], path).toEqual(["'none'"]);
    expect(JSON.stringify(policy), path).not.toMatch(/unsafe|\*|http:/);
  }
});

test("of files only a PDF to be looked at may be framed, by our own pages; it loads nothing and no script", async () => {
  const door = { url: server.url, headers: administrator };
  const text = await upload(door, "a.html", Buffer.from("<script>alert(1)</script>"));
  expectCareful("a file", await readOwn(door, text.id));
  expect(policyOf(await readOwn(door, text.id))).toMatchObject({ sandbox: [], "default-src": ["'none'"] });
  const pdf = await upload(door, "a.pdf", Buffer.from("%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"));
  const shown = await readOwn(door, pdf.id);
  expect(shown.headers.get("x-frame-options")).toBe("SAMEORIGIN");
  expect(policyOf(shown)).toMatchObject({ "default-src": ["'none'"], "frame-ancestors": ["'self'"] });
  expect(policyOf(shown)["script-src"]).toBeUndefined();
  const saved = await fetch(`${shown.url}?download`, { headers: administrator });
  expectCareful("a PDF to be saved", saved);
  expect(policyOf(saved)).toMatchObject({ sandbox: [], "frame-ancestors": ["'none'"] });
});

test("who came by HTTPS is told to stay there; who did not is told nothing of it", async () => {
  const header = "strict-transport-security";
  const secure = await fetch(server.url, { headers: { "x-forwarded-proto": "https" } });
  expect(Number(/max-age=(\d+)/.exec(secure.headers.get(header) ?? "")?.[1])).toBeGreaterThanOrEqual(31_536_000);
  expect(secure.headers.get(header)).toContain("includeSubDomains");
  expect((await fetch(server.url)).headers.get(header)).toBeNull();
});

async function call(name: string, input: object, headers: Record<string, string>) {
  const init = { method: "POST", headers: { "content-type": "application/json", ...headers } };
  const answer = await fetch(`${server.url}/api/${name}`, { ...init, body: JSON.stringify(input) });
  return { status: answer.status, cookies: answer.headers.getSetCookie() };
}

const overHttps = { "x-forwarded-proto": "https" };
const signIn = (headers: Record<string, string>) => {
  const device = { name: "x", kind: "web" };
  return call("identity.signIn", { login: "wei", password: "Galaxy-2026", device, hold: "cookie" }, headers);
};
const sent = (cookie: string | undefined) => cookie?.split(";")[0] ?? "";

test("a cookie set over HTTPS is bound to this host and to HTTPS by its name, and no script sees it", async () => {
  const { cookies } = await signIn(overHttps);
  expect(cookies).toHaveLength(1);
  // What browsers demand of the prefix: Secure, the path /, no domain.
  expect(cookies[0]).toMatch(/^__Host-qunxin_session=[\w-]+; Max-Age=\d+; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
  const cookie = sent(cookies[0]);
  expect(await call("identity.me", {}, { ...overHttps, cookie })).toEqual({ status: 200, cookies: [] });
  const left = await call("identity.signOut", {}, { ...overHttps, cookie });
  expect(left.cookies[0]).toMatch(/^__Host-qunxin_session=; .*Path=\/;.*Secure/);
  expect(await call("identity.me", {}, { ...overHttps, cookie })).toMatchObject({ status: 401 });
});

test("over plain HTTP the cookie has the plain name, since no browser would keep the other one there", async () => {
  const { cookies } = await signIn({});
  expect(cookies).toHaveLength(1);
  expect(cookies[0]).toMatch(/^qunxin_session=[\w-]+; Max-Age=\d+; Path=\/; HttpOnly; SameSite=Lax$/);
});

test("a session under the old name goes on over HTTPS, and its cookie gets the new name at the first call", async () => {
  const cookie = sent((await signIn({})).cookies[0]);
  const renamed = await call("identity.me", {}, { ...overHttps, cookie });
  expect(renamed).toMatchObject({ status: 200 });
  expect(renamed.cookies[0]).toMatch(/^__Host-qunxin_session=[\w-]+; .*Secure/);
  expect(renamed.cookies[1]).toMatch(/^qunxin_session=; /);
  expect(sent(renamed.cookies[0])).toBe(`__Host-${cookie}`);
  expect(await call("identity.me", {}, { ...overHttps, cookie: `__Host-${cookie}` })).toEqual({
    status: 200,
    cookies: [],
  });
  // Where the name tells that browsers vouch for it, nobody's other cookie stands in for it.
  const both = { ...overHttps, cookie: `qunxin_session=planted; __Host-${cookie}` };
  expect(await call("identity.me", {}, both)).toEqual({ status: 200, cookies: [] });
  const planted = await call("identity.me", {}, { ...overHttps, cookie: "qunxin_session=planted" });
  expect(planted).toEqual({ status: 401, cookies: [] });
});

test("a page of another origin cannot use the cookie under either name", async () => {
  const cookie = sent((await signIn(overHttps)).cookies[0]);
  const foreign = { ...overHttps, cookie, origin: "https://evil.example" };
  expect((await call("identity.me", {}, foreign)).status).toBe(403);
});

test("the server names neither itself nor its version, and what is not HTTP gets a plain refusal", async () => {
  const { headers } = await fetch(server.url);
  expect([headers.get("server"), headers.get("x-powered-by")]).toEqual([null, null]);
  expect(await raw("GIBBERISH\r\n\r\n")).toMatch(/^HTTP\/1\.1 400 /);
});

function expectCareful(what: string, { headers, status }: Response): void {
  const told = (name: string) => headers.get(name);
  expect(status, what).toBeLessThan(500);
  expect(told("x-content-type-options"), what).toBe("nosniff");
  expect(told("x-frame-options"), what).toBe("DENY");
  expect(told("referrer-policy"), what).toBe("same-origin");
  expect(told("cross-origin-opener-policy"), what).toBe("same-origin");
  expect(told("cross-origin-resource-policy"), what).toBe("same-origin");
  expect(told("permissions-policy"), what).toContain("camera=()");
  expect(told("content-security-policy"), what).toContain("frame-ancestors 'none'");
  expect(told("content-security-policy"), what).not.toContain("unsafe");
  expect(told("access-control-allow-origin"), what).toBeNull();
}

function policyOf({ headers }: Response): Record<string, string[]> {
  const parts = (headers.get("content-security-policy") ?? "").split("; ").map((part) => part.split(" "));
  return Object.fromEntries(parts.map(([name, ...values]) => [name, values]));
}

/** Says something over a bare connection and answers what comes back until it ends. */
function raw(text: string): Promise<string> {
  const { hostname, port } = new URL(server.url);
  return new Promise((resolve, reject) => {
    let got = "";
    const socket = connect(Number(port), hostname, () => void socket.write(text));
    socket
      .setEncoding("utf8")
      .on("data", (data) => (got += data))
      .on("error", reject)
      .on("close", () => resolve(got));
  });
}
