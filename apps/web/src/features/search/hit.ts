import type { KeyboardEvent, ReactNode } from "react";

export type HitPart = "conversations" | "groups" | "people" | "messages" | "files";

/** One thing that was found, as a row of a list. */
export interface Hit {
  id: string;
  /** Rows of a part stand together below its title. */
  part: HitPart;
  avatar: ReactNode;
  name: ReactNode;
  note: ReactNode;
  /** At the right of the name. */
  end?: ReactNode;
  external?: boolean;
  open: () => void;
}

/** Keys of a search field that belong to the list of what it found. */
export interface SearchKeys {
  onKeyDown: (event: KeyboardEvent) => void;
}
