import type { DemoState, PrincipalId } from "@qunxin/protocol";
import type { Reading, Tx } from "../../platform/database.ts";

/** Stores the hash of a new set-up code; the one before is void. */
export async function saveSetupCode({ sql }: Tx, codeHash: Buffer, at: Date): Promise<void> {
  const values = { code_hash: codeHash, created_at: at };
  await sql
    .insertInto("setup_code")
    .values(values)
    .onConflict((conflict) => conflict.column("only_one").doUpdateSet(values))
    .execute();
}

/** The hash of the set-up code that still works, locked until the transaction ends; null once used. */
export async function lockSetupCode({ sql }: Tx): Promise<Buffer | null> {
  const row = await sql.selectFrom("setup_code").select("code_hash").forUpdate().executeTakeFirst();
  return row?.code_hash ?? null;
}

export async function deleteSetupCode({ sql }: Tx): Promise<void> {
  await sql.deleteFrom("setup_code").execute();
}

/** How far the demo company is; "none" when it was never asked for. */
export async function readDemo({ sql }: Reading): Promise<DemoState> {
  const row = await sql.selectFrom("demo_load").selectAll().executeTakeFirst();
  return row ? toDemoState(row) : { state: "none", progress: { done: 0, total: 0 }, people: [] };
}

/** Marks the demo company as loading, going on from where a failed try stopped. False: it is loading or loaded.
 * `people` are those already there to sign in as. */
export async function beginDemo(
  { sql }: Tx,
  administratorId: PrincipalId,
  people: DemoState["people"] = [],
): Promise<boolean> {
  const begun = await sql
    .insertInto("demo_load")
    .values({ state: "loading", administrator_id: administratorId, people: JSON.stringify(people) })
    .onConflict((conflict) =>
      conflict.column("only_one").doUpdateSet({ state: "loading" }).where("demo_load.state", "=", "failed"),
    )
    .returning("state")
    .executeTakeFirst();
  return begun !== undefined;
}

/** In whose name the demo company is being loaded; null when it is not. */
export async function readLoader({ sql }: Reading): Promise<PrincipalId | null> {
  const row = await sql
    .selectFrom("demo_load")
    .select("administrator_id")
    .where("state", "=", "loading")
    .executeTakeFirst();
  return (row?.administrator_id as PrincipalId | undefined) ?? null;
}

/** People noted when the loading began. */
export async function readFirstPeople({ sql }: Reading): Promise<DemoState["people"]> {
  const row = await sql.selectFrom("demo_load").select("people").executeTakeFirst();
  return (row?.people ?? []) as DemoState["people"];
}

/** Steps done so far, locked until the transaction ends. */
export async function lockDemoSteps({ sql }: Tx): Promise<number> {
  const { done } = await sql.selectFrom("demo_load").select("done").forUpdate().executeTakeFirstOrThrow();
  return done;
}

export async function saveDemoProgress({ sql }: Tx, progress: DemoState["progress"]): Promise<void> {
  await sql.updateTable("demo_load").set(progress).execute();
}

/** Ends the loading with the people one can sign in as. */
export async function completeDemo({ sql }: Tx, people: DemoState["people"]): Promise<void> {
  await sql
    .updateTable("demo_load")
    .set({ state: "loaded", people: JSON.stringify(people) })
    .execute();
}

/** The loading failed; it may be begun again. */
export async function failDemo({ sql }: Tx): Promise<void> {
  await sql.updateTable("demo_load").set({ state: "failed" }).execute();
}

function toDemoState(row: { state: string; done: number; total: number; people: unknown }): DemoState {
  return {
    state: row.state as DemoState["state"],
    progress: { done: row.done, total: row.total },
    people: row.state !== "loaded" ? [] : (row.people as DemoState["people"]),
  };
}
