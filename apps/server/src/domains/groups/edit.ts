import { isDeepStrictEqual } from "node:util";
import { type EntryBody, fail } from "@qunxin/protocol";
import type { UseCase } from "../../platform/caller.ts";
import type { GroupsDeps } from "./deps.ts";
import { forbiddenOption } from "./rules.ts";
import { demand, lockSeat } from "./seat.ts";
import { updateGroup } from "./store.ts";

/** Changes name or description; what stays the same leaves no entry. */
export function edit(deps: GroupsDeps): UseCase<"groups.edit"> {
  return ({ groupId, name, description }, actor) =>
    deps.transact(async (tx) => {
      const seat = await lockSeat(deps, tx, actor, groupId);
      demand(seat, "edit");
      const bodies: EntryBody[] = [];
      if (name !== undefined && name !== seat.group.name) bodies.push({ kind: "group_renamed", name });
      if (description !== undefined && description !== seat.group.description) {
        bodies.push({ kind: "group_described", description });
      }
      if (bodies.length === 0) return {};
      await updateGroup(tx, groupId, {
        name: name ?? seat.group.name,
        description: description ?? seat.group.description,
      });
      await deps.log.record(
        tx,
        groupId,
        bodies.map((body) => ({ body, by: actor.id })),
      );
      return {};
    });
}

/** Sets the announcement, or takes it down with an empty text. */
export function announce(deps: GroupsDeps): UseCase<"groups.announce"> {
  return ({ groupId, text, confirm = false }, actor) =>
    deps.transact(async (tx) => {
      const seat = await lockSeat(deps, tx, actor, groupId);
      demand(seat, "announce");
      const { announcement: before, externalCount, options } = seat.group;
      if (text === (before?.text ?? "") && confirm === (before?.confirm ?? false)) return {};
      const receipts = seat.policy.messages.receipts && options.receipts !== false && externalCount === 0;
      if (confirm && !receipts) fail("messages/receipts_off");
      const asked = confirm && text !== "" ? { confirm } : {};
      const [entry] = await deps.log.record(tx, groupId, [
        { body: { kind: "announced", text, ...asked }, by: actor.id },
      ]);
      const at = deps.clock.now().toISOString();
      const seq = entry ? { seq: entry.seq } : {};
      await updateGroup(tx, groupId, {
        announcement: text === "" ? null : { text, by: actor.id, at, ...seq, ...asked },
      });
      return {};
    });
}

/** Changes options; whoever may edit may, in the matrix only for roles below their own. */
export function setOptions(deps: GroupsDeps): UseCase<"groups.setOptions"> {
  return ({ groupId, options: change }, actor) =>
    deps.transact(async (tx) => {
      const seat = await lockSeat(deps, tx, actor, groupId);
      demand(seat, "edit");
      const { group, policy, role } = seat;
      const option = forbiddenOption(change, { type: group.type, role, policy });
      if (option) fail("groups/option_not_allowed", { option });
      const { rights, ...others } = change;
      const merged = mergeRights(group.options.rights, rights ?? {});
      const options = { ...group.options, ...withoutUndefined(others), rights: merged };
      if (isDeepStrictEqual(options, group.options)) return {};
      await updateGroup(tx, groupId, { options });
      await deps.log.record(tx, groupId, [{ body: { kind: "options_changed", options }, by: actor.id }]);
      // Who may speak may have changed: messages judged before are judged again.
      await deps.log.touchAccess(tx, groupId);
      return {};
    });
}

/** Cell by cell; null takes an override away. */
function mergeRights(own: Record<string, boolean>, change: Record<string, boolean | null>): Record<string, boolean> {
  const cells = Object.entries({ ...own, ...change });
  return Object.fromEntries(cells.flatMap(([cell, value]) => (value === null ? [] : [[cell, value] as const])));
}

function withoutUndefined<T extends object>(value: T): { [Name in keyof T]: Exclude<T[Name], undefined> } {
  const given = Object.entries(value).filter(([, one]) => one !== undefined);
  return Object.fromEntries(given) as { [Name in keyof T]: Exclude<T[Name], undefined> };
}
