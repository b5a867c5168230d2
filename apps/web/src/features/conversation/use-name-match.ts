import { useEffect, useState } from "react";
import { loadNameMatch, type NameMatch, plainMatch } from "./pinyin.ts";

/** Matches names by text at once, by pinyin too as soon as the table is loaded; it is fetched when first `needed`. */
export function useNameMatch(needed: boolean): NameMatch {
  const [match, setMatch] = useState<NameMatch>(() => plainMatch);
  useEffect(() => {
    if (!needed) return;
    let here = true;
    void loadNameMatch().then((loaded) => {
      if (here) setMatch(() => loaded);
    });
    return () => {
      here = false;
    };
  }, [needed]);
  return match;
}
