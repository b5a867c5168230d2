import { useEffect, useState } from "react";
import { loadNameMatch, type NameMatch, plainMatch } from "./pinyin.ts";

/** Matches names by text at once, by pinyin too as soon as the table is loaded. */
export function useNameMatch(): NameMatch {
  const [match, setMatch] = useState<NameMatch>(() => plainMatch);
  useEffect(() => {
    let here = true;
    void loadNameMatch().then((loaded) => {
      if (here) setMatch(() => loaded);
    });
    return () => {
      here = false;
    };
  }, []);
  return match;
}
