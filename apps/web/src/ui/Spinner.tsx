import { LoaderCircle } from "lucide-react";

/** A small turning circle; decorative, the owner says in words what is loading. */
export function Spinner({ size = 16 }: { size?: number }) {
  return <LoaderCircle aria-hidden size={size} className="animate-spin" />;
}
