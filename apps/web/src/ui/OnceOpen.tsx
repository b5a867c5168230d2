import { type ReactNode, Suspense, useState } from "react";

/** Draws what opens over the page from the first opening on, since its code comes only then; afterwards it may close by itself. */
export function OnceOpen({ open, children }: { open: boolean; children: ReactNode }) {
  const [opened, setOpened] = useState(open);
  if (open && !opened) setOpened(true);
  return (open || opened) && <Suspense fallback={null}>{children}</Suspense>;
}
