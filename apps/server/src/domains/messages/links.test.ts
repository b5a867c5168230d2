import http from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import type { FileMeta } from "@qunxin/protocol";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "../../platform/caller.ts";
import { createLinks, type PicturesPort } from "./links.ts";
import { createLinkGuard, isPublic } from "./links-guard.ts";
import { openTalk, type Talk } from "./testing.ts";

let talk: Talk;
let lin: Actor;
let server: http.Server;
let port: number;
let asked: string[] = [];
let pages: Record<string, (request: http.IncomingMessage, response: http.ServerResponse) => void> = {};
let names: Record<string, string[][]> = {};

beforeAll(async () => {
  talk = await openTalk();
  lin = await talk.one();
  server = http.createServer((request, response) => {
    const path = request.url ?? "";
    asked.push(path);
    const page = pages[path];
    if (page) page(request, response);
    else response.writeHead(404).end();
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  port = (server.address() as AddressInfo).port;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await talk.close();
});

/** Previews that may reach the server of this test, and nothing else that is not public. */
function links(pictures?: PicturesPort) {
  asked = [];
  return createLinks({
    ...talk,
    ports: pictures ? { pictures } : {},
    guard: {
      exception: (address, to) => (address === "127.0.0.1" || address === "site.example") && to === port,
      resolve: async (host) => {
        const turns = names[host];
        const found = turns && turns.length > 1 ? turns.shift() : turns?.[0];
        if (!found) throw Object.assign(new Error("not found"), { code: "ENOTFOUND" });
        return found.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
      },
    },
  });
}
let tries = 0;
const preview = (path: string, { host = "127.0.0.1", by = links() } = {}) =>
  by.useCases["links.preview"](
    { url: `http://${host}:${port}${path}` },
    { ...lin, id: talk.root as never },
    null as never,
  );
const look = (url: string) => {
  tries += 1;
  // Each from somebody else, since one person may not ask so often.
  const actor = { ...lin, id: `person ${tries}` as never };
  return links().useCases["links.preview"]({ url }, actor, null as never);
};
const refused = (work: Promise<unknown>, code: string) => expect(work).rejects.toMatchObject({ code });
const html = (text: string | Buffer, type = "text/html; charset=utf-8", more: http.OutgoingHttpHeaders = {}) =>
  ((_request, response) =>
    response.writeHead(200, { "content-type": type, ...more }).end(text)) as (typeof pages)[string];

test("A65 Sharing a page or article into a group makes a card with title, summary, source.", async () => {
  const image = { id: talk.root } as unknown as FileMeta;
  const kept: Buffer[] = [];
  const by = links({ keep: async (_owner, _name, bytes) => (kept.push(bytes) > 0 ? image : null) });
  pages = {
    "/article": html(`<!doctype html><title>旧标题</title><meta property="og:title" content="季度  总结 &amp; 计划">
      <meta name="description" content="销售额增长 20%"><meta property="og:site_name" content="星河日报">
      <meta property="og:image" content="/cover.png"><body><svg><title>no</title></svg>`),
    "/cover.png": html(Buffer.from("png bytes"), "image/png"),
  };
  const card = await preview("/article#part", { by });
  expect(card).toMatchObject({ title: "季度 总结 & 计划", summary: "销售额增长 20%", source: "星河日报", image });
  expect(kept.map(String)).toEqual(["png bytes"]);
  expect(await by.forMessage(lin, card.linkId)).toMatchObject({ type: "link", title: card.title, url: card.url });
  expect(await by.forMessage(lin, talk.root)).toBeNull();
});

test("a page is looked at once a day, whoever asks", async () => {
  pages = { "/daily": html("<title>日报</title>") };
  const by = links();
  const [first, second] = await Promise.all([preview("/daily", { by }), preview("/daily", { by })]);
  expect(second).toEqual(first);
  expect(await preview("/daily", { by })).toEqual(first);
  expect(asked).toEqual(["/daily"]);
  talk.clock.moveBy(24 * 3_600_000);
  await preview("/daily", { by });
  expect(asked).toEqual(["/daily", "/daily"]);
});

test("pages in GBK read right, by header or by their own word; a packed page is unpacked", async () => {
  const gbk = Buffer.concat([
    Buffer.from("<meta charset=gbk><title>"),
    Buffer.from("c8bad0c5", "hex"),
    Buffer.from("</title>"),
  ]);
  pages = {
    "/a": html(gbk, "text/html"),
    "/b": html(gbk.subarray(18), "text/html; charset=GB2312"),
    "/c": html(gzipSync("<title>压缩</title>"), "text/html", { "content-encoding": "gzip" }),
  };
  expect(await preview("/a")).toMatchObject({ title: "群信" });
  expect(await preview("/b")).toMatchObject({ title: "群信" });
  expect(await preview("/c")).toMatchObject({ title: "压缩" });
});

test("only so much of a page is read, packed or not, and what is no page is refused", async () => {
  const big = Buffer.alloc(64 * 1024 * 1024, " ");
  pages = {
    "/big": html(Buffer.concat([Buffer.from("<title>大</title>"), big]), "text/html"),
    "/bomb": html(gzipSync(Buffer.concat([Buffer.from("<title>弹</title>"), big])), "text/html", {
      "content-encoding": "gzip",
    }),
    "/pdf": html("%PDF", "application/pdf"),
  };
  expect(await preview("/big")).toMatchObject({ title: "大" });
  expect(await preview("/bomb")).toMatchObject({ title: "弹" });
  await refused(preview("/pdf"), "links/not_a_page");
  await refused(preview("/missing"), "links/unreachable");
});

test("a page without a picture that can be had is a card still", async () => {
  pages = { "/x": html('<title>x</title><meta property="og:image" content="http://169.254.169.254/secret">') };
  const by = links({ keep: async () => Promise.reject(new Error("nothing may come here")) });
  expect(await preview("/x", { by })).toMatchObject({ title: "x", image: null, source: "127.0.0.1" });
});

test("every redirect is judged anew, and three are enough", async () => {
  const to = (location: string) =>
    ((_request, response) => response.writeHead(302, { location }).end()) as (typeof pages)[string];
  pages = {
    "/meta": to("http://169.254.169.254/latest/meta-data/"),
    "/file": to("file:///etc/passwd"),
    "/name": to(`http://inside.example:${port}/end`),
    "/1": to("/2"),
    "/2": to("/3"),
    "/3": to("/end"),
    "/0": to("/1"),
    "/end": html("<title>终点</title>"),
  };
  names = { "inside.example": [["10.0.0.8"]] };
  for (const path of ["/meta", "/file", "/name"]) await refused(preview(path), "links/not_allowed");
  expect(await preview("/1")).toMatchObject({ title: "终点" });
  await refused(preview("/0"), "links/unreachable");
});

test("a name is judged by the address that is connected to, each time, and by all of its addresses", async () => {
  pages = {
    "/again": (_request, response) => response.writeHead(302, { location: "/end" }).end(),
    "/end": html("<title>x</title>"),
  };
  const host = "site.example";
  names = { [host]: [["127.0.0.1"], ["169.254.169.254"]] };
  await refused(preview("/again", { host }), "links/not_allowed");
  expect(asked).toEqual(["/again"]);
  names = { [host]: [["127.0.0.1", "192.168.1.1"]] };
  await refused(preview("/end", { host }), "links/not_allowed");
  names = { [host]: [["127.0.0.1"]] };
  expect(await preview("/end", { host })).toMatchObject({ title: "x" });
});

test("addresses inside are refused in whatever form they are written", async () => {
  const hosts = ["127.1", "2130706433", "0x7f000001", "0177.0.0.1", "0", "localhost.", "10.0.0.1", "172.16.0.1"];
  hosts.push("192.168.0.1", "100.64.0.1", "169.254.169.254", "224.0.0.1", "255.255.255.255", "①②⑦.0.0.1");
  hosts.push("[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[fe80::1]", "[fc00::1]", "[ff02::1]");
  hosts.push("[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[2001::1]", "[2001:db8::1]", "[::127.0.0.1]");
  names = { "localhost.": [["127.0.0.1"]] };
  for (const host of hosts) await refused(look(`http://${host}/`), "links/not_allowed");
  const others = ["ftp://example.com/", "file:///etc/passwd", "http://a:b@example.com/", "http://example.com:22/"];
  others.push("javascript:alert(1)", "data:text/html,x", "http://", "gopher://example.com/", "http://exa mple/");
  for (const url of others) await refused(look(url), "links/not_allowed");
  expect(asked).toEqual([]);
});

test("only addresses of the public network are public", () => {
  const open = ["1.1.1.1", "8.8.8.8", "223.5.5.5", "100.63.255.255", "100.128.0.0", "172.32.0.1", "2400:3200::1"];
  const closed = ["172.31.255.255", "198.18.0.1", "198.51.100.1", "203.0.113.1", "192.0.2.1", "3fff::1", "nonsense"];
  for (const address of open) expect(isPublic(address), address).toBe(true);
  for (const address of [...closed, "2400:3200::1%eth0"]) expect(isPublic(address), address).toBe(false);
  const guard = createLinkGuard();
  expect(guard.allows("1.1.1.1", 443)).toBe(true);
  expect(guard.allows("1.1.1.1", 25)).toBe(false);
});

test("one person cannot have the server look at page after page", async () => {
  const by = links();
  pages = {};
  for (let n = 0; n < 20; n++) await refused(preview(`/none${n}`, { by }), "links/unreachable");
  await refused(preview("/none20", { by }), "request/rate_limited");
  talk.clock.moveBy(60_000);
  await refused(preview("/none20", { by }), "links/unreachable");
});
