import { CompiledQuery } from "kysely";
import type { Reading } from "./database.ts";

/** A statement that each connection parses and plans once; see `prepare`. */
export interface Prepared<Row> {
  readonly text: string;
  /** Only for the types. */
  readonly row?: Row;
}

const names = new Map<string, string>();

/**
 * A statement of its own name, for reads that everybody does all day: parsing and planning can take longer than the
 * reading. Planned without its values once PostgreSQL finds that this is no worse, so write it for any; and only from
 * constants, since connections keep every text. Where it runs is up to the reading: the pool or a transaction.
 */
export function prepare<Row>(name: string, text: string): Prepared<Row> {
  if ([...names.values()].includes(name)) throw new Error(`two statements are called ${name}`);
  names.set(text, name);
  return { text };
}

/** The name of a prepared statement; undefined for any other text. */
export function nameOf(text: string): string | undefined {
  return names.get(text);
}

/** Rows of a prepared statement; `values` for its $1, $2 and so on. */
export async function ask<Row>({ sql }: Reading, { text }: Prepared<Row>, values: readonly unknown[]): Promise<Row[]> {
  const { rows } = await sql.executeQuery(CompiledQuery.raw(text, [...values]));
  return rows as Row[];
}
