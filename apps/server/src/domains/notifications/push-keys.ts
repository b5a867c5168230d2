import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import type { Reading, Transact } from "../../platform/database.ts";
import { type KeyPair, newKeyPair } from "./push-encryption.ts";
import { insertPushKeys, readPushKeys } from "./push-store.ts";

/**
 * The installation's key pair for Web Push: made when first asked for, the same on all nodes, readable only with the
 * installation's secret. Whoever was first decides. Losing it loses the subscriptions, which browsers then make anew.
 */
export function createPushKeys({
  reading,
  transact,
  secret,
}: {
  reading: Reading;
  transact: Transact;
  secret: Buffer;
}): () => Promise<KeyPair> {
  const sealing = sealingKey(secret);
  let known: Promise<KeyPair> | null = null;

  async function load(): Promise<KeyPair> {
    const stored = (await readPushKeys(reading)) ?? (await make());
    return { publicKey: stored.publicKey, privateKey: open(sealing, stored.sealedPrivateKey) };
  }

  async function make() {
    const pair = newKeyPair();
    const row = { publicKey: pair.publicKey, sealedPrivateKey: seal(sealing, pair.privateKey) };
    await transact((tx) => insertPushKeys(tx, row));
    return (await readPushKeys(reading)) ?? row;
  }

  return () => {
    known ??= load().catch((error) => {
      known = null;
      throw error;
    });
    return known;
  };
}

/** Whether a stored private key was sealed with that secret. */
export function opensPushKey(secret: Buffer, sealed: Buffer): boolean {
  try {
    open(sealingKey(secret), sealed);
    return true;
  } catch {
    return false;
  }
}

function sealingKey(secret: Buffer): Buffer {
  return Buffer.from(hkdfSync("sha256", secret, "", "qunxin push keys", 32));
}

function seal(key: Buffer, plain: Buffer): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** @throws when the installation's secret is another one than when the keys were made */
function open(key: Buffer, sealed: Buffer): Buffer {
  const decipher = createDecipheriv("aes-256-gcm", key, sealed.subarray(0, 12));
  decipher.setAuthTag(sealed.subarray(-16));
  return Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()]);
}
