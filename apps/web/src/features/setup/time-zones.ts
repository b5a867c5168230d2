/** The zone of this computer, by its IANA name. */
export function ownTimeZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone || "Asia/Shanghai";
}

/** All zones this browser knows, the computer's own among them, each with its distance from UTC at `now`. */
export function timeZones(now: Date): { value: string; label: string }[] {
  const names = new Set([ownTimeZone(), ...Intl.supportedValuesOf("timeZone")]);
  return [...names].sort().map((zone) => ({ value: zone, label: `${zone} (${offset(zone, now)})` }));
}

function offset(zone: string, now: Date): string {
  const parts = new Intl.DateTimeFormat("en", { timeZone: zone, timeZoneName: "longOffset" }).formatToParts(now);
  return (parts.find(({ type }) => type === "timeZoneName")?.value ?? "").replace("GMT", "UTC") || "UTC";
}
