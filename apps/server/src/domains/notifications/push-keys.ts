import type { Reading, Transact } from "../../platform/database.ts";
import { openSealed, seal, sealingKey } from "../../platform/sealing.ts";
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
  const sealing = sealingKey(secret, "qunxin push keys");
  let known: Promise<KeyPair> | null = null;

  async function load(): Promise<KeyPair> {
    const stored = (await readPushKeys(reading)) ?? (await make());
    return { publicKey: stored.publicKey, privateKey: openSealed(sealing, stored.sealedPrivateKey) };
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
    openSealed(sealingKey(secret, "qunxin push keys"), sealed);
    return true;
  } catch {
    return false;
  }
}
