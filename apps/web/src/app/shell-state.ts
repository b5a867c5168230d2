import type { Me } from "@qunxin/protocol";
import { create } from "zustand";

export type Section = "chats" | "contacts" | "workbench";
export type Connection = "online" | "offline" | "reconnecting";

/** What the frame around every screen shows. Features write it through the functions below. */
export interface ShellState {
  me: Me | null;
  /** Unread or waiting things per section, drawn as badges. */
  badges: Partial<Record<Section, number>>;
  connection: Connection;
  /** Set when a new build waits; calling it reloads into that build. */
  applyUpdate: (() => void) | null;
}

export const useShell = create<ShellState>(() => ({
  me: null,
  badges: {},
  connection: navigator.onLine ? "online" : "offline",
  applyUpdate: null,
}));

export function setMe(me: Me | null): void {
  useShell.setState({ me });
}

export function setBadge(section: Section, count: number): void {
  useShell.setState(({ badges }) => ({ badges: { ...badges, [section]: count } }));
}

/** The live connection's state; the offline bar shows everything but "online". */
export function setConnection(connection: Connection): void {
  useShell.setState({ connection });
}

export function setUpdateReady(applyUpdate: () => void): void {
  useShell.setState({ applyUpdate });
}
