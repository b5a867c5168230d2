import clsx from "clsx";
import { Search, X } from "lucide-react";
import { type KeyboardEvent, type Ref, useEffect, useRef, useState } from "react";
import { useT } from "../i18n/index.ts";
import { isImeKey } from "./ime.ts";

export interface SearchBoxProps {
  /** Called with the trimmed text after a pause, at once on Enter, on clearing, and when a composition ends. */
  onSearch: (query: string) => void;
  placeholder?: string;
  label?: string;
  debounceMs?: number;
  initial?: string;
  autoFocus?: boolean;
  /** Keys meant for the result list (arrows, Enter with a choice); never called for IME keys. */
  onKeyDown?: (event: KeyboardEvent<HTMLInputElement>) => void;
  /** Id of the listbox of what was found and of the option that is chosen in it: the field steers it. */
  results?: { id: string; activeId: string | undefined };
  ref?: Ref<HTMLInputElement>;
  className?: string;
}

/** Search field that never searches for half-typed pinyin, yet never touches the text being composed. */
export function SearchBox(props: SearchBoxProps) {
  const { onSearch, debounceMs = 200, initial = "" } = props;
  const t = useT();
  const [text, setText] = useState(initial);
  const composing = useRef(false);
  const search = useDebouncedSearch(onSearch, debounceMs);
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (isImeKey(event.nativeEvent)) return;
    if (event.key === "Enter") search.now(text);
    if (event.key === "Escape" && text) {
      event.stopPropagation();
      clear();
    }
    props.onKeyDown?.(event);
  };
  const clear = () => {
    setText("");
    search.now("");
  };
  const label = props.label ?? props.placeholder ?? t("common.search");
  return (
    <div className={clsx("relative flex min-w-0 items-center", props.className)}>
      <Search size={15} aria-hidden className="pointer-events-none absolute left-2.5 text-ink-3" />
      <input
        ref={props.ref}
        type="text"
        inputMode="search"
        enterKeyHint="search"
        aria-label={label}
        {...(props.results && {
          role: "combobox",
          "aria-autocomplete": "list" as const,
          "aria-controls": props.results.id,
          "aria-expanded": props.results.activeId !== undefined,
          "aria-activedescendant": props.results.activeId,
        })}
        placeholder={props.placeholder ?? t("common.search")}
        value={text}
        // biome-ignore lint/a11y/noAutofocus: only pickers and search screens ask for it, where typing is the next act.
        autoFocus={props.autoFocus}
        className="h-control w-full rounded-control border border-transparent bg-hover pr-8 pl-8 text-body outline-none focus-visible:border-brand focus-visible:bg-pane"
        onChange={(event) => {
          setText(event.target.value);
          if (!composing.current) search.soon(event.target.value);
        }}
        onCompositionStart={() => {
          composing.current = true;
        }}
        onCompositionEnd={(event) => {
          composing.current = false;
          search.now(event.currentTarget.value);
        }}
        onKeyDown={onKeyDown}
      />
      {text && (
        <button
          type="button"
          aria-label={t("common.clear")}
          onClick={clear}
          className="absolute right-0.5 flex size-7 items-center justify-center rounded-full text-ink-3 hover:text-ink-1 max-md:size-11"
        >
          <X size={14} aria-hidden />
        </button>
      )}
    </div>
  );
}

function useDebouncedSearch(onSearch: (query: string) => void, waitMs: number) {
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const latest = useRef(onSearch);
  useEffect(() => {
    latest.current = onSearch;
  });
  useEffect(() => () => clearTimeout(timer.current), []);
  return {
    soon: (text: string) => {
      clearTimeout(timer.current);
      timer.current = setTimeout(() => latest.current(text.trim()), waitMs);
    },
    now: (text: string) => {
      clearTimeout(timer.current);
      latest.current(text.trim());
    },
  };
}
