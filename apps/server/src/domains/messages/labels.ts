import { fail, type Label, type LabelId, limits, type PrincipalId } from "@qunxin/protocol";
import type { UseCasesOf } from "../../platform/caller.ts";
import type { Tx } from "../../platform/database.ts";
import { newId } from "../../platform/ids.ts";
import { once } from "../../platform/once.ts";
import { keepingChanged } from "../log/index.ts";
import type { MessagesDeps } from "./deps.ts";
import { keptChanged } from "./kept-news.ts";
import { deleteLabel, insertLabel, orderLabels, readLabels, renameLabel, replaceLabelsOf } from "./labels-store.ts";

type LabelDeps = Pick<MessagesDeps, "reading" | "transact" | "bus" | "clock" | "log">;

/** One's own labels of conversations. */
export function labels(deps: LabelDeps): UseCasesOf<"labels"> {
  const { reading, transact, clock } = deps;
  return {
    "labels.list": async (_input, actor) => ({ labels: await readLabels(reading, actor.id) }),
    "labels.create": ({ key, name }, actor) =>
      transact((tx) =>
        once(tx, { actorId: actor.id, key, call: "labels.create", at: clock.now() }, async () => {
          const label: Label = { id: newId<LabelId>(), name };
          await add(tx, actor.id, label);
          await tell(deps, tx, actor.id);
          return label;
        }),
      ),
    "labels.rename": ({ labelId: id, name }, actor) =>
      transact(async (tx) => {
        const outcome = await renameLabel(tx, actor.id, { id, name });
        if (outcome === "missing") fail("labels/not_found");
        if (outcome === "taken") fail("labels/name_taken");
        await tell(deps, tx, actor.id);
        return { id, name };
      }),
    "labels.delete": ({ labelId }, actor) =>
      transact(async (tx) => {
        await deleteLabel(tx, actor.id, labelId);
        return tell(deps, tx, actor.id);
      }),
    "labels.order": ({ labelIds }, actor) =>
      transact(async (tx) => {
        const rest = await demandOwn(tx, actor.id, labelIds);
        await orderLabels(tx, actor.id, [...new Set(labelIds), ...rest]);
        return tell(deps, tx, actor.id);
      }),
    "labels.assign": ({ conversationId, labelIds }, actor) =>
      transact(async (tx) => {
        const member = await deps.log.member(tx, conversationId, actor.id);
        if (!member?.present) fail("conversations/not_found");
        await demandOwn(tx, actor.id, labelIds);
        await replaceLabelsOf(tx, conversationId, actor.id, [...new Set(labelIds)]);
        const news = { conversationId, personId: actor.id, read: null };
        tx.afterCommit(() => deps.bus.publish(keepingChanged, news));
        return {};
      }),
  };
}

async function add(tx: Tx, personId: PrincipalId, label: Label): Promise<void> {
  if ((await readLabels(tx, personId)).length >= limits.labelsPerPerson) {
    fail("labels/limit", { limit: limits.labelsPerPerson });
  }
  if (!(await insertLabel(tx, personId, label))) fail("labels/name_taken");
}

/** Answers the person's other labels. @throws labels/not_found if one of `ids` is not theirs */
async function demandOwn(tx: Tx, personId: PrincipalId, ids: readonly LabelId[]): Promise<LabelId[]> {
  const own = (await readLabels(tx, personId)).map(({ id }) => id);
  if (ids.some((id) => !own.includes(id))) fail("labels/not_found");
  return own.filter((id) => !ids.includes(id));
}

/** Tells all devices what the labels are now, and answers them. */
async function tell({ bus }: LabelDeps, tx: Tx, personId: PrincipalId): Promise<{ labels: Label[] }> {
  const now = await readLabels(tx, personId);
  tx.afterCommit(() => bus.publish(keptChanged, { personId, event: { type: "labels.changed", labels: now } }));
  return { labels: now };
}
