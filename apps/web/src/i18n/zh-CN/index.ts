import chat from "./chat.json" with { type: "json" };
import common from "./common.json" with { type: "json" };
import directory from "./directory.json" with { type: "json" };
import errors from "./errors.json" with { type: "json" };
import shell from "./shell.json" with { type: "json" };

/** Texts that the first screen of a signed-in person may need. */
export const messages = { ...common, ...shell, ...chat, ...directory, ...errors };

/** Texts that come with the screens of their area. */
export const areas = {
  acts: () => import("./acts.json", { with: { type: "json" } }),
  admin: () => import("./admin.json", { with: { type: "json" } }),
  groups: () => import("./groups.json", { with: { type: "json" } }),
  identity: () => import("./identity.json", { with: { type: "json" } }),
  kept: () => import("./kept.json", { with: { type: "json" } }),
  kinds: () => import("./kinds.json", { with: { type: "json" } }),
  notices: () => import("./notices.json", { with: { type: "json" } }),
  receipts: () => import("./receipts.json", { with: { type: "json" } }),
  search: () => import("./search.json", { with: { type: "json" } }),
  setup: () => import("./setup.json", { with: { type: "json" } }),
};
