/** The stickers that this client ships, in the order of the panel. Names are on the wire: never rename one. */
export const stickerNames = [
  "hello",
  "ok",
  "got-it",
  "thanks",
  "great",
  "laugh",
  "love",
  "party",
  "cheer",
  "coffee",
  "think",
  "working",
  "sleepy",
  "cry",
  "angry",
  "sorry",
] as const;
export type StickerName = (typeof stickerNames)[number];

export function isStickerName(name: string): name is StickerName {
  return (stickerNames as readonly string[]).includes(name);
}
