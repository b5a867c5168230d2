import type { Entry, EntryBody, PrincipalId } from "@qunxin/protocol";
import { currentLocale, fullDateTime, t } from "../../i18n/index.ts";

/** Tells what to call somebody: as the one who acts, or as the one something happens to. */
export type NameOf = (id: PrincipalId, part?: "subject" | "object") => string;

type Told = Exclude<EntryBody, { kind: "message" }>;

/** The sentence that a system entry shows, and that the conversation list quotes; "" for kinds this build does not know. */
export function entrySentence(entry: Pick<Entry, "by">, body: Told, nameOf: NameOf): string {
  const by = entry.by === null ? t("chat.person.system") : nameOf(entry.by, "subject");
  switch (body.kind) {
    case "group_created":
      return createdSentence(body, entry.by, by, nameOf);
    case "members_joined":
      return joinedSentence(body, entry.by, by, nameOf);
    case "members_left":
      return t(`chat.system.left.${body.way}`, {
        ...(body.way === "removed" ? { by } : {}),
        people: peopleText(body, nameOf, body.way === "removed" ? "object" : "subject"),
      });
    case "owner_changed":
      return body.from !== null && body.from === entry.by
        ? t("chat.system.owner.handed", { from: nameOf(body.from, "subject"), to: nameOf(body.to, "object") })
        : t("chat.system.owner.new", { to: nameOf(body.to, "subject") });
    case "role_changed": {
      const key = body.role === "administrator" ? "chat.system.role.admin" : "chat.system.role.member";
      return t(key, { by, member: nameOf(body.member, "object") });
    }
    case "group_renamed":
      return t("chat.system.renamed", { by, name: body.name });
    case "group_described":
      return t("chat.system.described", { by });
    case "announced":
      return body.text
        ? t("chat.system.announced", { by, text: body.text })
        : t("chat.system.announcementRemoved", { by });
    case "options_changed":
      return t("chat.system.options", { by });
    case "member_muted": {
      const member = nameOf(body.member, "object");
      if (body.until === null) return t("chat.system.unmuted", { by, member });
      return t("chat.system.muted", { by, member, until: fullDateTime(new Date(body.until)) });
    }
    case "retention_changed":
      return body.days === null
        ? t("chat.system.keptForEver", { by })
        : t("chat.system.keptDays", { by, count: body.days });
    case "departments_followed":
      return t(body.follow ? "chat.system.followOn" : "chat.system.followOff", { by });
    case "dissolved":
      return t("chat.system.dissolved", { by });
    case "recalled":
      return recalledSentence(body, entry.by, by, nameOf);
    case "message_pinned":
      return t(body.on ? "chat.system.pinned" : "chat.system.unpinned", { by });
    case "hidden":
    case "message_edited":
    case "message_recalled":
    case "message_reacted":
    case "poll_voted":
    case "poll_closed":
    case "chain_joined":
      return "";
    default:
      // A newer server may write kinds that this build has no words for.
      body satisfies never;
      return "";
  }
}

function recalledSentence(
  { recalledBy }: Extract<Told, { kind: "recalled" }>,
  author: PrincipalId | null,
  authorName: string,
  nameOf: NameOf,
): string {
  if (author === null || author === recalledBy) return t("chat.system.recalled", { by: authorName });
  return t("chat.system.recalledOf", { by: nameOf(recalledBy, "subject"), author: nameOf(author, "object") });
}

/** Everybody whom a system entry names. */
export function peopleOfEntry({ by, body }: Pick<Entry, "by" | "body">): PrincipalId[] {
  const people: (PrincipalId | null)[] = [by];
  if ("members" in body) people.push(...body.members.slice(0, namedAtMost + 1));
  if ("member" in body) people.push(body.member);
  if (body.kind === "recalled") people.push(body.recalledBy);
  if (body.kind === "owner_changed") people.push(body.to, body.from);
  return [...new Set(people.filter((id) => id !== null))];
}

const namedAtMost = 3;

/** A、B、C, or A、B 等 23 人 where more than three are meant. */
export function peopleText(
  { members, count }: { members: readonly PrincipalId[]; count: number },
  nameOf: NameOf,
  part: "subject" | "object",
): string {
  const list = (ids: readonly PrincipalId[]) => joinNames(ids.map((id) => nameOf(id, part)));
  if (count <= namedAtMost) return list(members);
  const names =
    currentLocale() === "en"
      ? members
          .slice(0, 2)
          .map((id) => nameOf(id, part))
          .join(", ")
      : list(members.slice(0, 2));
  return t("chat.people.more", { names, count });
}

/** Names as the language lists them: 甲、乙 or A and B. */
export function joinNames(names: readonly string[]): string {
  if (currentLocale() !== "en") return names.join("、");
  return new Intl.ListFormat("en", { type: "conjunction" }).format(names);
}

function createdSentence(
  body: Extract<Told, { kind: "group_created" }>,
  by: PrincipalId | null,
  byName: string,
  nameOf: NameOf,
): string {
  if (body.type === "all_staff") return t("chat.system.createdAllStaff", { by: byName, count: body.count });
  const members = body.members.filter((id) => id !== by);
  const count = body.count - (body.members.length - members.length);
  if (count <= 0) return t("chat.system.created", { by: byName });
  return t("chat.system.createdWith", { by: byName, people: peopleText({ members, count }, nameOf, "object") });
}

function joinedSentence(
  body: Extract<Told, { kind: "members_joined" }>,
  by: PrincipalId | null,
  byName: string,
  nameOf: NameOf,
): string {
  const alone = body.count === 1 && body.members[0] === by;
  const invited = by !== null && !alone;
  if (body.way === "picked" && invited) {
    return t("chat.system.joined.picked", { by: byName, people: peopleText(body, nameOf, "object") });
  }
  if (body.way === "department" && invited) {
    return t("chat.system.joined.departmentBy", { by: byName, people: peopleText(body, nameOf, "object") });
  }
  const people = peopleText(body, nameOf, "subject");
  return body.way === "picked"
    ? t("chat.system.joined.created", { people })
    : t(`chat.system.joined.${body.way}`, { people });
}
