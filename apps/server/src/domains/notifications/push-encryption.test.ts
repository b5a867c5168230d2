import { createECDH, createPublicKey, verify } from "node:crypto";
import { expect, test } from "vitest";
import { encryptPush, newKeyPair, vapidHeader } from "./push-encryption.ts";
import { isPublicAddress, publicHosts } from "./push-guard.ts";
import { decryptPush } from "./push-service.testing.ts";

const bytes = (text: string) => Buffer.from(text, "base64url");

test("a push is encrypted as the example of RFC 8291 says, byte by byte", () => {
  const own = {
    publicKey: bytes("BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8"),
    privateKey: bytes("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"),
  };
  const browser = {
    p256dh: bytes("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"),
    auth: bytes("BTBZMqHH6r4Tts7J_aSIgg"),
  };
  const text = "When I grow up, I want to be a watermelon";
  const sealed = encryptPush(text, browser, own, bytes("DGv6ra1nlYgDCS1FRnbzlw"));
  expect(sealed.toString("base64url")).toBe(
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN",
  );
});

test("a browser reads what was encrypted for it, and the service can check who sent it", () => {
  const ecdh = createECDH("prime256v1");
  const browser = { p256dh: ecdh.generateKeys(), auth: Buffer.alloc(16, 7) };
  expect(decryptPush(encryptPush("群信：你好", browser), ecdh, browser)).toBe("群信：你好");
  const keys = newKeyPair();
  const now = new Date("2026-11-22T08:00:00Z");
  const header = vapidHeader("https://push.example/x/y", keys, { now, subject: "mailto:a@b.example" });
  const [, head = "", claims = "", signature = "", key = ""] = /^vapid t=(.+)\.(.+)\.(.+), k=(.+)$/.exec(header) ?? [];
  expect(JSON.parse(String(bytes(claims)))).toEqual({
    aud: "https://push.example",
    exp: now.getTime() / 1_000 + 12 * 3_600,
    sub: "mailto:a@b.example",
  });
  const point = bytes(key);
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((part) => part.toString("base64url")) as [
    string,
    string,
  ];
  const publicKey = createPublicKey({ format: "jwk", key: { kty: "EC", crv: "P-256", x, y } });
  const signed = Buffer.from(`${head}.${claims}`);
  expect(verify("sha256", signed, { key: publicKey, dsaEncoding: "ieee-p1363" }, bytes(signature))).toBe(true);
});

test("pushes go to public hosts by https only, in whatever form an address is written", () => {
  const refused = [
    "http://push.example/x",
    "https://localhost/x",
    "https://127.0.0.1/x",
    "https://2130706433/x",
    "https://0x7f.1/x",
    "https://[::1]/x",
    "https://[::ffff:10.0.0.1]/x",
    "https://[fd00::1]/x",
    "https://10.1.2.3/x",
    "https://169.254.169.254/x",
    "https://printer.local/x",
    "https://push.example:8443/x",
    "https://user@push.example/x",
    "ftp://push.example/",
    "nonsense",
  ];
  expect(refused.filter((endpoint) => publicHosts.allows(endpoint))).toEqual([]);
  expect(publicHosts.allows("https://fcm.googleapis.com/fcm/send/abc")).toBe(true);
  expect(publicHosts.allows("https://updates.push.services.mozilla.com/wpush/v2/abc")).toBe(true);
  expect(["8.8.8.8", "2606:4700::1111"].every(isPublicAddress)).toBe(true);
  expect(["100.64.0.1", "fe80::1", "::", "224.0.0.1", "2002:7f00:1::"].some(isPublicAddress)).toBe(false);
});

test("a name that leads inside is refused when the connection is made", async () => {
  const answer = await new Promise((done) => publicHosts.lookup("localhost", { all: true }, (error) => done(error)));
  expect(answer).toBeInstanceOf(Error);
});
