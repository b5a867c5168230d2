/** The emoji on offer, by part of the panel. Only such that every current system draws. */
export const emoji = {
  faces: [
    ..."😀😃😄😁😆😅🤣😂🙂🙃😉😊😇🥰😍🤩😘😗😚😙😋😛😜🤪😝🤗🤭🤫🤔🤐🤨😐😑😶😏😒🙄😬😌😔😪😴😷🤒🤕🤢🤧🥵🥶🥴😵🤯🤠🥳😎🤓🧐😕😟🙁😮😯😲😳🥺😦😧😨😰😥😢😭😱😖😣😞😓😩😫🥱😤😡😠🤬👻🤖",
  ],
  hands: [..."👋🤚🖐✋🖖👌🤏🤞🤟🤘🤙👈👉👆👇👍👎✊👊🤛🤜👏🙌👐🤲🤝🙏💪"],
  things: [
    ..."🌹🎉🎊🎁🎂🍻🍺🥂☕🍵🧧🏮🧨🔥💯💢💥💫💦💤💡📌📎📅📈📉📊🔔🔒🔑🚀🏆🥇⭐🌟🌈🌙🌞❤🧡💛💚💙💜🖤💔💕💖🐮🐶🐱🐼🐷🙈🙉🙊✅❌⭕❗❓",
  ],
} as const;

export type EmojiPart = keyof typeof emoji;

const storageKey = "qunxin.emoji";
const recentAtMost = 16;

/** The emoji used last on this device, newest first. */
export function recentEmoji(): string[] {
  try {
    const saved: unknown = JSON.parse(localStorage.getItem(storageKey) ?? "[]");
    return Array.isArray(saved) ? saved.filter((one) => typeof one === "string").slice(0, recentAtMost) : [];
  } catch {
    return [];
  }
}

export function rememberEmoji(one: string): void {
  try {
    const recent = [one, ...recentEmoji().filter((other) => other !== one)].slice(0, recentAtMost);
    localStorage.setItem(storageKey, JSON.stringify(recent));
  } catch {
    // Without storage there are no recent ones.
  }
}
