import {
  type ErrorCode,
  fail,
  type GroupType,
  type MessageBody,
  type MessageContent,
  type Policy,
  type PrincipalId,
} from "@qunxin/protocol";

/** All that decides what somebody may do to a message. */
export interface MessageFacts {
  readonly actor: {
    readonly id: PrincipalId;
    /** Whether their role is one that keeps order in a group. */
    readonly staff: boolean;
    /** Whether their role stands above the author's; who has left counts as a member. */
    readonly above: boolean;
  };
  /** Null in a direct conversation. */
  readonly group: {
    readonly type: GroupType;
    /** Whether the actor's role may recall what others said, or edit the group. */
    readonly mayRecall: boolean;
    readonly mayEdit: boolean;
  } | null;
  readonly author: { readonly id: PrincipalId };
  readonly at: Date;
  readonly body: MessageBody;
}

type Windows = Pick<Policy["messages"], "recallHours" | "customerRecallMinutes" | "editMinutes">;

const minuteMs = 60_000;
/** Of these the text, or caption, can be said otherwise. */
const editable = new Set<MessageContent["type"]>(["markdown", "images", "file", "video"]);

/**
 * One's own within the window of the policy, in groups with external people within the shorter one. What others said:
 * whoever has the right and stands above the author, at any time.
 * @throws messages/recall_expired, access/permission_denied
 */
export function judgeRecall({ actor, group, author, at }: MessageFacts, windows: Windows, now: Date): void {
  if (actor.id === author.id) {
    const minutes = group?.type === "customer" ? windows.customerRecallMinutes : windows.recallHours * 60;
    if (now.getTime() - at.getTime() > minutes * minuteMs || minutes === 0) {
      fail("messages/recall_expired", { limitMs: minutes * minuteMs });
    }
    return;
  }
  if (!group?.mayRecall || !actor.above) fail("access/permission_denied", { right: "recall" });
}

/** One's own texts and captions, within the window. @throws access/permission_denied, messages/not_editable, messages/edit_expired */
export function judgeEdit({ actor, author, at, body }: MessageFacts, windows: Windows, now: Date): void {
  if (actor.id !== author.id) fail("access/permission_denied", { right: "edit" });
  if (body.content && !editable.has(body.content.type)) fail("messages/not_editable");
  const limitMs = windows.editMinutes * minuteMs;
  if (limitMs === 0 || now.getTime() - at.getTime() > limitMs) fail("messages/edit_expired", { limitMs });
}

/** Both people of a direct conversation; in a group the staff, and whoever may edit it. */
export function mayPin({ actor, group }: Pick<MessageFacts, "actor" | "group">): boolean {
  return group === null || actor.staff || group.mayEdit;
}

/** What it said before: its author; in a group the staff too. */
export function mayReadVersions({ actor, author, group }: Pick<MessageFacts, "actor" | "author" | "group">): boolean {
  return actor.id === author.id || (group !== null && actor.staff);
}

/** A poll's author; in a group the staff too. */
export function mayClosePoll(facts: Pick<MessageFacts, "actor" | "author" | "group">): boolean {
  return mayReadVersions(facts);
}

/** Whether a judgement lets something pass that may be refused with a known code. */
export function passes(judge: () => void, codes: readonly ErrorCode[]): boolean {
  try {
    judge();
    return true;
  } catch (error) {
    if (codes.includes((error as { code?: ErrorCode }).code as ErrorCode)) return false;
    throw error;
  }
}

const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** One emoji as people see it: a single grapheme that is a picture, a flag or a keycap. */
export function isEmoji(text: string): boolean {
  const [first, ...more] = graphemes.segment(text);
  return first !== undefined && more.length === 0 && /\p{Extended_Pictographic}|\p{RI}{2}|\u20e3/u.test(first.segment);
}

/** Options of a vote in order, each once. @throws messages/poll_choice, messages/poll_closed */
export function judgeVote(
  poll: Extract<MessageContent, { type: "poll" }>,
  options: readonly number[],
  { closed, now }: { closed: boolean; now: Date },
): number[] {
  if (closed || (poll.closesAt !== null && new Date(poll.closesAt) <= now)) fail("messages/poll_closed");
  const chosen = [...new Set(options)].sort((a, b) => a - b);
  const unknown = chosen.some((option) => option >= poll.options.length);
  if (unknown || (chosen.length > 1 && !poll.multiple)) fail("messages/poll_choice");
  return chosen;
}
