import { createCipheriv, createECDH, createPrivateKey, hkdfSync, randomBytes, sign } from "node:crypto";

/** A key pair on P-256: the public one as an uncompressed point, the private one as its number. */
export interface KeyPair {
  readonly publicKey: Buffer;
  readonly privateKey: Buffer;
}

/** What a browser made for us to encrypt with. */
export interface PushKeys {
  readonly p256dh: Buffer;
  readonly auth: Buffer;
}

const recordBytes = 4_096;
const curve = "prime256v1";

export function newKeyPair(): KeyPair {
  const ecdh = createECDH(curve);
  const publicKey = ecdh.generateKeys();
  return { publicKey, privateKey: leftPadded(ecdh.getPrivateKey()) };
}

/**
 * A message that only the browser can read: one record of aes128gcm. `own` and `salt` are for tests.
 * @throws when the browser's key is no point of the curve. Source: RFC 8291, RFC 8188
 */
export function encryptPush(
  text: string,
  { p256dh, auth }: PushKeys,
  own: KeyPair = newKeyPair(),
  salt: Buffer = randomBytes(16),
): Buffer {
  const ecdh = createECDH(curve);
  ecdh.setPrivateKey(own.privateKey);
  const shared = ecdh.computeSecret(p256dh);
  const info = Buffer.concat([Buffer.from("WebPush: info\0"), p256dh, own.publicKey]);
  const secret = Buffer.from(hkdfSync("sha256", shared, auth, info, 32));
  const key = Buffer.from(hkdfSync("sha256", secret, salt, "Content-Encoding: aes128gcm\0", 16));
  const nonce = Buffer.from(hkdfSync("sha256", secret, salt, "Content-Encoding: nonce\0", 12));
  const cipher = createCipheriv("aes-128-gcm", key, nonce);
  // 2 ends the last record.
  const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.update(Buffer.of(2)), cipher.final()]);
  const size = Buffer.alloc(4);
  size.writeUInt32BE(recordBytes);
  return Buffer.concat([salt, size, Buffer.of(own.publicKey.length), own.publicKey, sealed, cipher.getAuthTag()]);
}

/** The Authorization header by which a push service knows who sends. Source: RFC 8292 */
export function vapidHeader(endpoint: string, keys: KeyPair, { now, subject }: { now: Date; subject: string }): string {
  const expires = Math.floor(now.getTime() / 1_000) + 12 * 3_600;
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const claims = { aud: new URL(endpoint).origin, exp: expires, sub: subject };
  const body = `${part({ typ: "JWT", alg: "ES256" })}.${part(claims)}`;
  const key = createPrivateKey({ format: "jwk", key: toJwk(keys) });
  const signature = sign("sha256", Buffer.from(body), { key, dsaEncoding: "ieee-p1363" });
  return `vapid t=${body}.${signature.toString("base64url")}, k=${keys.publicKey.toString("base64url")}`;
}

function toJwk({ publicKey, privateKey }: KeyPair) {
  return {
    kty: "EC",
    crv: "P-256",
    x: publicKey.subarray(1, 33).toString("base64url"),
    y: publicKey.subarray(33, 65).toString("base64url"),
    d: leftPadded(privateKey).toString("base64url"),
  };
}

/** node:crypto leaves leading zeros of a private key out. */
function leftPadded(number: Buffer): Buffer {
  return Buffer.concat([Buffer.alloc(32 - number.length), number]);
}
