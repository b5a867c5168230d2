import { createDecipheriv, createECDH, type ECDH, hkdfSync, randomBytes } from "node:crypto";
import { lookup } from "node:dns";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { PushGuard } from "./push-guard.ts";
import type { PushPayload } from "./push-sending.ts";

/** What a browser does with a push. Source: RFC 8291 */
export function decryptPush(sealed: Buffer, own: ECDH, { auth }: { auth: Buffer }): string {
  const salt = sealed.subarray(0, 16);
  const end = 21 + sealed.readUInt8(20);
  const sender = sealed.subarray(21, end);
  const shared = own.computeSecret(sender);
  const info = Buffer.concat([Buffer.from("WebPush: info\0"), own.getPublicKey(), sender]);
  const secret = Buffer.from(hkdfSync("sha256", shared, auth, info, 32));
  const key = Buffer.from(hkdfSync("sha256", secret, salt, "Content-Encoding: aes128gcm\0", 16));
  const nonce = Buffer.from(hkdfSync("sha256", secret, salt, "Content-Encoding: nonce\0", 12));
  const decipher = createDecipheriv("aes-128-gcm", key, nonce);
  decipher.setAuthTag(sealed.subarray(-16));
  const plain = Buffer.concat([decipher.update(sealed.subarray(end, -16)), decipher.final()]);
  return plain.subarray(0, plain.lastIndexOf(2)).toString();
}

export interface ReceivedPush {
  readonly payload: PushPayload;
  readonly headers: NodeJS.Dict<string | string[]>;
}

/** A real push service on this machine, and the browsers that subscribe to it. */
export async function openPushService() {
  const browsers = new Map<string, { ecdh: ECDH; auth: Buffer; received: ReceivedPush[]; status: number }>();
  const server = createServer(async (request, answer) => {
    const browser = browsers.get(request.url ?? "");
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    if (browser && browser.status < 300) {
      const payload = JSON.parse(decryptPush(Buffer.concat(chunks), browser.ecdh, browser)) as PushPayload;
      browser.received.push({ payload, headers: request.headers });
    }
    answer.writeHead(browser?.status ?? 404).end();
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  /** Lets this service through, which lies inside. */
  const guard: PushGuard = { allows: (endpoint) => endpoint.startsWith(`${origin}/`), lookup };
  return {
    guard,
    /** A browser's subscription, and what it has received. */
    browser() {
      const ecdh = createECDH("prime256v1");
      const path = `/${randomBytes(8).toString("hex")}`;
      const state = { ecdh, auth: randomBytes(16), received: [] as ReceivedPush[], status: 201 };
      const p256dh = ecdh.generateKeys().toString("base64url");
      browsers.set(path, state);
      return {
        received: state.received,
        answerWith(status: number) {
          state.status = status;
        },
        subscription: { endpoint: `${origin}${path}`, keys: { p256dh, auth: state.auth.toString("base64url") } },
      };
    },
    close: () => new Promise((done) => server.close(done)),
  };
}
