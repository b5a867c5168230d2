import type { Favourite, KeptType } from "@qunxin/protocol";
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { Bookmark, Forward } from "lucide-react";
import { useState } from "react";
import { callApi } from "../../app/api.ts";
import { failureText } from "../../app/failure-text.ts";
import { listTime, useT } from "../../i18n/index.ts";
import { Button, EmptyState, ErrorState, SearchBox, Skeleton, Tabs, toast } from "../../ui/index.ts";
import { openForward } from "../forward/dialogs.ts";
import { AuthorName, ConversationName, KeptCard, KeptMessage, ShowButton } from "./KeptCard.tsx";

type TypeFilter = KeptType | "all";
const types: readonly TypeFilter[] = [
  "all",
  "text",
  "images",
  "file",
  "voice",
  "video",
  "link",
  "location",
  "merged",
  "other",
];

/** 收藏: newest first, found by type and words. */
export function FavouriteList() {
  const t = useT();
  const [type, setType] = useState<TypeFilter>("all");
  const [text, setText] = useState("");
  const list = useFavourites(type, text);
  const favourites = list.data?.pages.flatMap((page) => page.favourites) ?? [];
  return (
    <>
      <div className="flex shrink-0 flex-wrap items-center gap-3 bg-pane px-5 py-3 max-md:px-4">
        <SearchBox className="w-60 max-md:w-full" placeholder={t("kept.favourites.search")} onSearch={setText} />
        <Tabs
          look="pill"
          className="min-w-0"
          label={t("kept.favourites.types")}
          value={type}
          onChange={setType}
          items={types.map((value) => ({ value, label: t(`kept.type.${value}`) }))}
        />
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto p-5 max-md:px-0 max-md:py-2">
        {list.isPending && <Skeleton rows={4} look="list" />}
        {list.isError && (
          <ErrorState title={t("kept.failed")} message={failureText(list.error)} onRetry={() => void list.refetch()} />
        )}
        {list.isSuccess && favourites.length === 0 && (
          <EmptyState
            icon={<Bookmark size={36} strokeWidth={1.4} />}
            title={t(text || type !== "all" ? "kept.favourites.nothing" : "kept.favourites.empty")}
            hint={text || type !== "all" ? undefined : t("kept.favourites.hint")}
          />
        )}
        <ul className="mx-auto flex max-w-180 flex-col gap-3 max-md:gap-2">
          {favourites.map((favourite) => (
            <Item key={`${favourite.conversationId} ${favourite.entry.seq}`} favourite={favourite} />
          ))}
        </ul>
        {list.hasNextPage && (
          <p className="pt-3 text-center">
            <Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
              {t("kept.more")}
            </Button>
          </p>
        )}
      </div>
    </>
  );
}

function useFavourites(type: TypeFilter, text: string) {
  const filter = { ...(type === "all" ? {} : { type }), ...(text ? { text } : {}) };
  return useInfiniteQuery({
    queryKey: ["favourites.list", filter],
    queryFn: ({ pageParam }) =>
      callApi("favourites.list", { ...filter, limit: 30, ...(pageParam ? { cursor: pageParam } : {}) }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
}

function Item({ favourite: { conversationId, entry, addedAt } }: { favourite: Favourite }) {
  const t = useT();
  const queries = useQueryClient();
  const remove = async () => {
    try {
      await callApi("favourites.remove", { conversationId, seqs: [entry.seq] });
      await queries.invalidateQueries({ queryKey: ["favourites.list"] });
      toast.ok(t("kept.favourites.removed"));
    } catch (error) {
      toast.error(failureText(error));
    }
  };
  return (
    <KeptCard
      head={
        <>
          <AuthorName entry={entry} />
          <ConversationName id={conversationId} />
          <span className="flex-1" />
          <time dateTime={addedAt}>{listTime(new Date(addedAt), new Date())}</time>
        </>
      }
      acts={
        <>
          <ShowButton conversationId={conversationId} seq={entry.seq} />
          <Button size="sm" icon={<Forward size={14} />} onClick={() => openForward(conversationId, [entry.seq])}>
            {t("kept.forward.act")}
          </Button>
          <Button size="sm" onClick={() => void remove()}>
            {t("kept.favourites.remove")}
          </Button>
        </>
      }
    >
      <KeptMessage conversationId={conversationId} entry={entry} />
    </KeptCard>
  );
}
