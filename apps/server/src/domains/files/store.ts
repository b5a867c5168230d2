import type { ErrorCode, FileId, FileKind, FileMeta, FileProgress, FilePurpose, PrincipalId } from "@qunxin/protocol";
import { type Selectable, sql } from "kysely";
import type { Reading, Tx } from "../../platform/database.ts";
import type { Files } from "../../platform/schema.ts";
import type { Finding } from "./examine/finding.ts";

export interface StoredFile {
  readonly id: FileId;
  readonly ownerId: PrincipalId;
  readonly purpose: FilePurpose;
  readonly name: string;
  readonly size: number;
  readonly state: FileProgress["state"];
  readonly refusal: ErrorCode | null;
  /** Null until ready. */
  readonly meta: FileMeta | null;
}

/** Inserts an upload that begins. */
export async function insertFile(
  { sql: into }: Tx,
  file: { id: FileId; ownerId: PrincipalId; purpose: FilePurpose; name: string; size: number; at: Date },
): Promise<void> {
  const { id, ownerId, purpose, name, size, at } = file;
  await into
    .insertInto("files")
    .values({ id, owner_id: ownerId, purpose, name, size, state: "uploading", created_at: at, touched_at: at })
    .execute();
}

/** How many uploads of that person are not finished. */
export async function countUnfinished({ sql: from }: Reading, ownerId: PrincipalId): Promise<number> {
  const row = await from
    .selectFrom("files")
    .select((count) => count.fn.countAll<number>().as("n"))
    .where("owner_id", "=", ownerId)
    .where("state", "in", ["uploading", "processing"])
    .executeTakeFirstOrThrow();
  return row.n;
}

export async function readFile({ sql: from }: Reading, id: FileId): Promise<StoredFile | null> {
  const [file] = await readFiles({ sql: from }, [id]);
  return file ?? null;
}

/** Those of the files that are there, in any order. */
export async function readFiles({ sql: from }: Reading, ids: readonly FileId[]): Promise<StoredFile[]> {
  const rows = await from
    .selectFrom("files")
    .selectAll()
    .select(
      sql<boolean>`exists (select from file_variants v where v.file_id = files.id and v.variant = 'poster')`.as(
        "poster",
      ),
    )
    .where("id", "=", sql<string>`any(${ids}::uuid[])`)
    .execute();
  return rows.map((row) => toFile(row, row.poster));
}

/** Holds a file until the transaction ends; false when another process holds it. Nothing else waits for that. */
export async function holdForProcessing(tx: Tx, id: FileId): Promise<boolean> {
  const { rows } = await sql<{ held: boolean }>`
    select pg_try_advisory_xact_lock(hashtextextended(${id}, ${processingLock})) as held`.execute(tx.sql);
  return rows[0]?.held ?? false;
}

/** Any number that nothing else of ours hashes with. */
const processingLock = 7_305_512;

/** Moves a file on; false when it is not in the state it was thought to be in. */
export async function moveOn(
  { sql: from }: Tx,
  id: FileId,
  change: { from: StoredFile["state"]; to: StoredFile["state"]; refusal?: ErrorCode },
  at: Date,
): Promise<boolean> {
  const row = await from
    .updateTable("files")
    .set({ state: change.to, refusal: change.refusal ?? null, touched_at: at })
    .where("id", "=", id)
    .where("state", "=", change.from)
    .returning("id")
    .executeTakeFirst();
  return row !== undefined;
}

/** Writes down what was found; false when the file is gone or was finished meanwhile. */
export async function saveFinding({ sql: into }: Tx, id: FileId, finding: Finding, at: Date): Promise<boolean> {
  const { mediaType, kind, preview, width, height, blur, durationMs, variants } = finding;
  const size = variants.find(({ variant }) => variant === "original")?.size;
  const row = await into
    .updateTable("files")
    .set({
      ...{ state: "ready", media_type: mediaType, kind, preview, width, height, blur, touched_at: at },
      duration_ms: durationMs,
      ...(size === undefined ? {} : { size }),
    })
    .where("id", "=", id)
    .where("state", "=", "processing")
    .returning("id")
    .executeTakeFirst();
  if (!row) return false;
  await into
    .insertInto("file_variants")
    .values(
      variants.map((made) => ({
        file_id: id,
        variant: made.variant,
        hash: Buffer.from(made.hash, "hex"),
        media_type: made.mediaType,
      })),
    )
    .execute();
  return true;
}

/** What the uploading device says of its recording. */
export async function saveDescription(
  { sql: into }: Tx,
  id: FileId,
  said: { durationMs?: number | undefined; waveform?: readonly number[] | undefined; kind?: FileKind },
): Promise<void> {
  await into
    .updateTable("files")
    .set({
      id,
      ...(said.durationMs === undefined ? {} : { duration_ms: said.durationMs }),
      ...(said.waveform === undefined ? {} : { waveform: [...said.waveform] }),
      ...(said.kind === undefined ? {} : { kind: said.kind }),
    })
    .where("id", "=", id)
    .execute();
}

/** Gives a video the pictures of an image as its still picture, in place of an earlier one. */
export async function savePoster({ sql: into }: Tx, id: FileId, imageId: FileId): Promise<void> {
  await sql`insert into file_variants (file_id, variant, hash, media_type)
    select ${id}, 'poster', hash, media_type from file_variants where file_id = ${imageId} and variant = 'display'
    on conflict (file_id, variant) do update set hash = excluded.hash, media_type = excluded.media_type`.execute(into);
  await sql`update files f set width = i.width, height = i.height, blur = i.blur
    from files i where f.id = ${id} and i.id = ${imageId}`.execute(into);
}

/** Says that files are about to be used, so that no sweep takes them; answers which are still there and ready. */
export async function touchFiles({ sql: into }: Tx, ids: readonly FileId[], at: Date): Promise<FileId[]> {
  const rows = await into
    .updateTable("files")
    .set({ touched_at: at })
    .where("id", "=", sql<string>`any(${ids}::uuid[])`)
    .where("state", "=", "ready")
    .returning("id")
    .execute();
  return rows.map(({ id }) => id as FileId);
}

/** Locks a file until the transaction ends. */
export async function lockFile({ sql: from }: Tx, id: FileId): Promise<boolean> {
  const row = await from.selectFrom("files").select("id").where("id", "=", id).forUpdate().executeTakeFirst();
  return row !== undefined;
}

/** Whether a message carries the file. */
export async function isUsed({ sql: from }: Reading, id: FileId): Promise<boolean> {
  const row = await from.selectFrom("file_uses").select("seq").where("file_id", "=", id).limit(1).executeTakeFirst();
  return row !== undefined;
}

export async function deleteFile({ sql: from }: Tx, id: FileId): Promise<void> {
  await from.deleteFrom("files").where("id", "=", id).execute();
}

function toFile(row: Selectable<Files>, hasPoster: boolean): StoredFile {
  const id = row.id as FileId;
  const ready = row.state === "ready" && row.media_type !== null && row.kind !== null;
  return {
    id,
    ownerId: row.owner_id as PrincipalId,
    purpose: row.purpose as FilePurpose,
    name: row.name,
    size: row.size,
    state: row.state as StoredFile["state"],
    refusal: row.refusal as ErrorCode | null,
    meta: ready
      ? {
          id,
          name: row.name,
          size: row.size,
          mediaType: row.media_type ?? "",
          kind: row.kind as FileKind,
          width: row.width,
          height: row.height,
          blur: row.blur,
          durationMs: row.duration_ms,
          waveform: row.waveform,
          hasPoster,
          preview: row.preview as FileMeta["preview"],
        }
      : null,
  };
}
