import { calls } from "@qunxin/protocol";
import * as z from "zod/mini";

/** What the forms of an external contact hold. */
export const externalEdits = z.omit(calls["directory.createExternal"].input, { key: true });
