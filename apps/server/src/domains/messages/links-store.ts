import type { FileMeta, LinkPreview } from "@qunxin/protocol";
import { sql } from "kysely";
import type { Reading, Tx } from "../../platform/database.ts";

type Row = Omit<LinkPreview, "linkId"> & { linkId: string; image: FileMeta | null; fetchedAt: Date };

const columns = sql`id as "linkId", url, title, summary, source, image, fetched_at as "fetchedAt"`;

/** What was seen at an address since then. */
export async function readPreview(reading: Reading, url: string, since: Date): Promise<Row | null> {
  const { rows } = await sql<Row>`
    select ${columns} from link_previews where md5(url) = md5(${url}) and url = ${url} and fetched_at > ${since}
    order by fetched_at desc limit 1`.execute(reading.sql);
  return rows[0] ?? null;
}

export async function readPreviewById(reading: Reading, linkId: string): Promise<Row | null> {
  const { rows } = await sql<Row>`select ${columns} from link_previews where id = ${linkId}`.execute(reading.sql);
  return rows[0] ?? null;
}

export async function insertPreview(tx: Tx, { linkId, image, ...preview }: LinkPreview, at: Date): Promise<void> {
  await tx.sql
    .insertInto("link_previews")
    .values({ ...preview, id: linkId, image: image && JSON.stringify(image), fetched_at: at })
    .execute();
}

export async function deletePreviews(tx: Tx, before: Date): Promise<void> {
  await tx.sql.deleteFrom("link_previews").where("fetched_at", "<", before).execute();
}
