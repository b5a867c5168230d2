import type { LinkPreview } from "@qunxin/protocol";
import { useState } from "react";

/** What the server found at an address, to be sent as a card. */
export interface SharedPage extends LinkPreview {
  /** As it stands in the text; the page may have led elsewhere. */
  readonly address: string;
}

export interface LinkCard {
  readonly card: SharedPage | null;
  set: (card: SharedPage) => void;
  remove: () => void;
}

/** The card that goes with the next message, if the person asked for one. */
export function useLinkCard(): LinkCard {
  const [card, setCard] = useState<SharedPage | null>(null);
  return { card, set: setCard, remove: () => setCard(null) };
}
