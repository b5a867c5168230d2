import { useNavigate } from "@tanstack/react-router";
import { ArrowLeft } from "lucide-react";
import { type RefObject, useEffect, useRef } from "react";
import { useT } from "../../i18n/index.ts";
import { IconButton, SearchBox, type SearchBoxProps, useIsPhone } from "../../ui/index.ts";
import { focusSearchEvent } from "../conversation-list/use-shortcuts.ts";
import type { SearchKeys } from "./hit.ts";

export interface SearchHeadProps {
  /** What the field begins with. */
  words: string;
  results: NonNullable<SearchBoxProps["results"]>;
  keys: RefObject<SearchKeys | null>;
  onWords: (words: string) => void;
}

/** The field of the search screen; Ctrl+K comes here while it is open. */
export function SearchHead({ words, results, keys, onWords }: SearchHeadProps) {
  const t = useT();
  const phone = useIsPhone();
  const navigate = useNavigate();
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const focus = () => field.current?.focus();
    window.addEventListener(focusSearchEvent, focus);
    return () => window.removeEventListener(focusSearchEvent, focus);
  }, []);
  return (
    <div className="flex min-h-14 shrink-0 items-center gap-1 pt-[env(safe-area-inset-top)] pr-4 pl-4 max-md:pl-1">
      {phone && (
        <IconButton
          label={t("common.back")}
          icon={<ArrowLeft size={20} />}
          onClick={() => void navigate({ to: "/chats" })}
        />
      )}
      <SearchBox
        ref={field}
        autoFocus
        initial={words}
        onSearch={onWords}
        label={t("search.field")}
        placeholder={t("search.field")}
        results={results}
        onKeyDown={(event) => keys.current?.onKeyDown(event)}
        className="flex-1"
      />
    </div>
  );
}
