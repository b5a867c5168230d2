/** Lengths of a mute that are offered, in ms; "custom" asks for the end. */
export const muteLengths = { "10m": 600_000, "1h": 3_600_000, "1d": 86_400_000, "7d": 7 * 86_400_000 } as const;
export type MuteChoice = keyof typeof muteLengths | "custom";

/** End of a mute, or null when the chosen end is missing or not in the future. `custom` is local time, 2026-09-05T14:30. */
export function muteUntil(choice: MuteChoice, custom: string, now: Date): Date | null {
  if (choice !== "custom") return new Date(now.getTime() + muteLengths[choice]);
  const end = new Date(custom);
  return end.getTime() > now.getTime() ? end : null;
}
