import admin from "./admin.json" with { type: "json" };
import chat from "./chat.json" with { type: "json" };
import common from "./common.json" with { type: "json" };
import directory from "./directory.json" with { type: "json" };
import errors from "./errors.json" with { type: "json" };
import groups from "./groups.json" with { type: "json" };
import identity from "./identity.json" with { type: "json" };
import setup from "./setup.json" with { type: "json" };
import shell from "./shell.json" with { type: "json" };

export const messages = {
  ...common,
  ...shell,
  ...chat,
  ...groups,
  ...directory,
  ...admin,
  ...identity,
  ...setup,
  ...errors,
};
