import { randomBytes } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const secretBytes = 32;

/**
 * The installation's secret, kept outside the database: QUNXIN_SECRET (base64, so that several nodes share it), else
 * the file `secret.key` in the data folder, made at the first start and readable by its owner only.
 */
export function readSecret(dataDir: string, fromEnvironment: string | undefined): Buffer {
  if (fromEnvironment) return checked(Buffer.from(fromEnvironment, "base64"), "QUNXIN_SECRET");
  const path = join(dataDir, "secret.key");
  try {
    return checked(Buffer.from(readFileSync(path, "utf8").trim(), "base64"), path);
  } catch (error) {
    if ((error as { code?: string }).code !== "ENOENT") throw error;
  }
  const secret = randomBytes(secretBytes);
  writeFileSync(path, `${secret.toString("base64")}\n`, { mode: 0o600, flag: "wx" });
  return secret;
}

function checked(secret: Buffer, where: string): Buffer {
  if (secret.length >= secretBytes) return secret;
  throw new Error(`${where} must hold at least ${secretBytes} bytes in base64.`);
}
