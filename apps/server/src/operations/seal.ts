import { readFileSync } from "node:fs";
import { Readable } from "node:stream";
import { Decrypter, Encrypter } from "age-encryption";
import { OperationProblem } from "./problem.ts";

/** Whom a backup is sealed for. */
export interface SealKeys {
  readonly recipients: readonly string[];
  readonly passphraseFile?: string | undefined;
}

/** What opens one. */
export interface OpenKeys {
  readonly identityFile?: string | undefined;
  readonly passphraseFile?: string | undefined;
}

type Step = (source: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>;

/**
 * Encrypts a stream as `age` does: whoever has the identity or the passphrase opens it with that program too.
 * @throws backup/key_missing, backup/key_invalid
 */
export function sealer({ recipients, passphraseFile }: SealKeys): Step {
  const encrypter = new Encrypter();
  if (recipients.length === 0 && !passphraseFile) {
    throw new OperationProblem(
      "backup/key_missing",
      "A backup is always encrypted. Give --recipient age1… (a key: backup key --to FILE) or --passphrase-file FILE.",
    );
  }
  if (recipients.length > 0 && passphraseFile) {
    throw new OperationProblem("backup/key_invalid", "Give either --recipient or --passphrase-file, not both.");
  }
  if (passphraseFile) encrypter.setPassphrase(readPassphrase(passphraseFile, "backup/key_invalid"));
  for (const recipient of recipients) addRecipient(encrypter, recipient);
  return async function* (source) {
    yield* await encrypter.encrypt(Readable.toWeb(Readable.from(source)) as ReadableStream<Uint8Array>);
  };
}

function addRecipient(encrypter: Encrypter, recipient: string): void {
  try {
    encrypter.addRecipient(recipient);
  } catch (cause) {
    const line = `"${recipient}" is no public key of age; one begins with age1.`;
    throw new OperationProblem("backup/key_invalid", line, { cause });
  }
}

/**
 * Decrypts what `sealer` or `age` encrypted. Every piece is authenticated before it is handed on.
 * @throws restore/key_missing, restore/key_invalid at once; restore/wrong_key, restore/not_a_backup and
 *   restore/damaged while reading
 */
export function opener({ identityFile, passphraseFile }: OpenKeys): Step {
  const decrypter = new Decrypter();
  if (!identityFile && !passphraseFile) {
    throw new OperationProblem(
      "restore/key_missing",
      "Give --identity-file FILE or --passphrase-file FILE to open it.",
    );
  }
  if (passphraseFile) decrypter.addPassphrase(readPassphrase(passphraseFile, "restore/key_invalid"));
  if (identityFile) addIdentities(decrypter, identityFile);
  return async function* (source) {
    const encrypted = Readable.toWeb(Readable.from(source)) as ReadableStream<Uint8Array>;
    const opened = await decrypter.decrypt(encrypted).catch((cause: Error) => {
      throw headProblem(cause);
    });
    try {
      yield* opened;
    } catch (cause) {
      throw damaged(cause);
    }
  };
}

/** The file was changed, or its end is missing. */
export function damaged(cause: unknown): OperationProblem {
  const line = "The backup is damaged or cut short; nothing was restored. Take another copy of it.";
  return new OperationProblem("restore/damaged", line, { cause });
}

function headProblem(cause: Error): OperationProblem {
  if (cause.message.startsWith("no identity matched")) {
    return new OperationProblem("restore/wrong_key", "That key does not open this backup.", { cause });
  }
  if (/HMAC/.test(cause.message)) return damaged(cause);
  return new OperationProblem("restore/not_a_backup", "That file is not one that age encrypted.", { cause });
}

/** An identity file as age-keygen writes it: comments, and a secret key a line. */
function addIdentities(decrypter: Decrypter, path: string): void {
  const lines = readKeyFile(path, "restore/key_invalid").split(/\r?\n/);
  const identities = lines.map((line) => line.trim()).filter((line) => line !== "" && !line.startsWith("#"));
  try {
    if (identities.length === 0) throw new TypeError("no key in it");
    for (const identity of identities) decrypter.addIdentity(identity);
  } catch (cause) {
    // What is in the file is a secret: never shown.
    throw new OperationProblem("restore/key_invalid", `${path} holds no secret key of age.`, { cause });
  }
}

function readPassphrase(path: string, code: "backup/key_invalid" | "restore/key_invalid"): string {
  const passphrase = readKeyFile(path, code).split(/\r?\n/)[0] ?? "";
  if (passphrase.length >= shortestPassphrase) return passphrase;
  const line = `The first line of ${path} must be a passphrase of ${shortestPassphrase} characters or more.`;
  throw new OperationProblem(code, line);
}

const shortestPassphrase = 10;

function readKeyFile(path: string, code: "backup/key_invalid" | "restore/key_invalid"): string {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    throw new OperationProblem(code, `${path} cannot be read (${(cause as NodeJS.ErrnoException).code}).`, { cause });
  }
}
