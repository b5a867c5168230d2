import type { FileId, FileVariant } from "@qunxin/protocol";
import { sql } from "kysely";
import type { Reading, Tx } from "../../platform/database.ts";
import type { Place } from "./storage/storage.ts";

export interface StoredVariant {
  /** SHA-256 in hexadecimal. */
  readonly hash: string;
  readonly size: number;
  readonly place: Place;
  readonly mediaType: string;
}

/**
 * Says that bytes of that hash are about to be kept or used, and answers where they belong. Waits for a sweep that is
 * just removing them, and keeps later ones away.
 */
export async function claimBlob(
  { sql: into }: Tx,
  blob: { hash: string; size: number; place: Place },
  at: Date,
): Promise<Place> {
  const row = await into
    .insertInto("blobs")
    .values({ hash: Buffer.from(blob.hash, "hex"), size: blob.size, place: blob.place, touched_at: at })
    .onConflict((conflict) => conflict.column("hash").doUpdateSet({ touched_at: at }))
    .returning("place")
    .executeTakeFirstOrThrow();
  return row.place as Place;
}

export async function readVariant(
  { sql: from }: Reading,
  fileId: FileId,
  variant: FileVariant,
): Promise<StoredVariant | null> {
  const row = await from
    .selectFrom("file_variants as v")
    .innerJoin("blobs as b", "b.hash", "v.hash")
    .select(["b.hash", "b.size", "b.place", "v.media_type"])
    .where("v.file_id", "=", fileId)
    .where("v.variant", "=", variant)
    .executeTakeFirst();
  if (!row) return null;
  return { hash: row.hash.toString("hex"), size: row.size, place: row.place as Place, mediaType: row.media_type };
}

/** Blobs that no file has had a use for since `before`, by hash from `after` on, locked until the transaction ends. */
export async function lockUnusedBlobs(
  { sql: from }: Tx,
  { after, before, limit }: { after: string; before: Date; limit: number },
): Promise<{ hash: string; place: Place }[]> {
  const { rows } = await sql<{ hash: Buffer; place: Place }>`
    select hash, place from blobs b
    where hash > ${Buffer.from(after, "hex")} and touched_at < ${before}
      and not exists (select from file_variants v where v.hash = b.hash)
    order by hash limit ${limit} for update skip locked`.execute(from);
  return rows.map(({ hash, place }) => ({ hash: hash.toString("hex"), place }));
}

export async function deleteBlobs({ sql: from }: Tx, hashes: readonly string[]): Promise<void> {
  await from
    .deleteFrom("blobs")
    .where(
      "hash",
      "in",
      hashes.map((hash) => Buffer.from(hash, "hex")),
    )
    .execute();
}
