/** What can be sent besides text, in the order of the bar and of the phone's panel. */
export const barTools = ["image", "file", "voice", "card", "location", "poll", "chain", "ask", "format"] as const;
export const panelTools = [
  "album",
  "camera",
  "file",
  "location",
  "poll",
  "chain",
  "card",
  "voice",
  "ask",
  "format",
] as const;
export type Tool = (typeof barTools)[number] | (typeof panelTools)[number];
/** Tools that ask for more in a dialog of their own. */
export type ToolDialog = "card" | "location" | "poll" | "chain";
/** Of a Markdown draft: its source, or what it will look like. */
export type FormatMode = "write" | "preview";
