import { t } from "../i18n/index.ts";
import { toast } from "./toast.ts";

/** Copies a text and says so. Works on plain http too, where browsers withhold the clipboard object. */
export async function copyText(text: string): Promise<void> {
  const done = await (navigator.clipboard ? writeClipboard(text) : Promise.resolve(copyBySelection(text)));
  if (done) toast.ok(t("common.copied"));
  else toast.error(t("common.copyFailed"));
}

async function writeClipboard(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}

function copyBySelection(text: string): boolean {
  const field = document.createElement("textarea");
  field.value = text;
  field.style.position = "fixed";
  field.style.opacity = "0";
  // Inside an open dialog, whose focus trap would take the focus back from the body.
  (document.activeElement?.closest("[role=dialog]") ?? document.body).append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  return done;
}
