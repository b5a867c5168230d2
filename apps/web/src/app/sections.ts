import { LayoutGrid, type LucideIcon, MessageSquare, UsersRound } from "lucide-react";
import type { MessageKey } from "../i18n/index.ts";
import type { Section } from "./shell-state.ts";

export interface SectionEntry {
  id: Section;
  to: "/chats" | "/contacts" | "/workbench";
  label: MessageKey;
  Icon: LucideIcon;
}

/** The sections that exist, in the order of rail and tabs. */
export const sections: readonly SectionEntry[] = [
  { id: "chats", to: "/chats", label: "shell.nav.chats", Icon: MessageSquare },
  { id: "contacts", to: "/contacts", label: "shell.nav.contacts", Icon: UsersRound },
  { id: "workbench", to: "/workbench", label: "shell.nav.workbench", Icon: LayoutGrid },
];
