import type { TimelineState } from "@qunxin/client";
import type { ConversationId, FileMeta } from "@qunxin/protocol";
import type { MessagePlace } from "../conversation/content/file-source.ts";

export interface Picture {
  readonly key: string;
  readonly place: MessagePlace | null;
  readonly image: FileMeta;
}

/** The pictures of the messages that are loaded, oldest first. */
export function picturesOf(id: ConversationId, { rows }: Pick<TimelineState, "rows">): Picture[] {
  return rows.flatMap((row) => {
    if (row.state !== "stored" || row.entry.body.kind !== "message") return [];
    const { content } = row.entry.body;
    return content?.type === "images" ? picturesIn({ conversationId: id, seq: row.entry.seq }, content.images) : [];
  });
}

/** The pictures of one message. */
export function picturesIn(place: MessagePlace | null, images: readonly FileMeta[]): Picture[] {
  return images.map((image) => ({ key: keyOf(place, image), place, image }));
}

function keyOf(place: MessagePlace | null, image: FileMeta): string {
  return `${place?.seq ?? ""}/${image.id}`;
}
