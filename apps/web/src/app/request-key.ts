import { RequestKey } from "@qunxin/protocol";
import { useRef } from "react";

export interface IntentionKey {
  /** The key of the act that is meant now: the same for every try of it. */
  current(): RequestKey;
  /** Call after success: the next act gets a new key. */
  spend(): void;
}

/** Keeps the key of a creating call, so that a second click or a retry never creates twice. */
export function useIntentionKey(): IntentionKey {
  const key = useRef<RequestKey | null>(null);
  return {
    current: () => {
      key.current ??= mintKey();
      return key.current;
    },
    spend: () => {
      key.current = null;
    },
  };
}

/** `crypto.randomUUID` exists on https and localhost only; an office server is often plain http. */
function mintKey(): RequestKey {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  const parts = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)];
  return RequestKey.parse(parts.join("-"));
}
