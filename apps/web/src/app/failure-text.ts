import { Failure } from "@qunxin/protocol";
import { errorText } from "../i18n/index.ts";

/** What went wrong with a call, in words for people; anything but a failure of the contract is the network. */
export function failureText(error: unknown): string {
  return error instanceof Failure ? errorText(error.code, error.params) : errorText("network");
}
