import { useRouter } from "@tanstack/react-router";
import { UserRoundPlus } from "lucide-react";
import { useRef, useState } from "react";
import { VList, type VListHandle } from "virtua";
import { failureText } from "../../app/contract-form.tsx";
import { ScreenHeader } from "../../app/Screen.tsx";
import { useT } from "../../i18n/index.ts";
import { Dialog, EmptyState, ErrorState, IconButton, Skeleton, useIsPhone } from "../../ui/index.ts";
import { NewExternalForm } from "../people/NewExternalForm.tsx";
import { usePeoplePages } from "../people/use-people-pages.ts";
import { PersonItem } from "./PersonItem.tsx";

/** 外部联系人: customers, known by name and mobile. */
export function ExternalsScreen() {
  const t = useT();
  const router = useRouter();
  const phone = useIsPhone();
  const [adding, setAdding] = useState(false);
  const pages = usePeoplePages({ departmentId: null, below: false, kind: "external" });
  return (
    <>
      <ScreenHeader
        title={t("directory.externals")}
        subtitle={t("directory.external.count", { count: pages.total })}
        onBack={phone ? () => router.history.back() : undefined}
        actions={
          <IconButton
            label={t("directory.external.new")}
            icon={<UserRoundPlus size={20} />}
            onClick={() => setAdding(true)}
          />
        }
      />
      <div className="min-h-0 flex-1">
        <Externals pages={pages} />
      </div>
      {adding && (
        <Dialog open compact flush title={t("directory.external.new")} onOpenChange={setAdding}>
          <NewExternalForm hideTitle onCancel={() => setAdding(false)} onCreated={() => setAdding(false)} />
        </Dialog>
      )}
    </>
  );
}

function Externals({ pages: { people, error, retry, loadMore } }: { pages: ReturnType<typeof usePeoplePages> }) {
  const t = useT();
  const list = useRef<VListHandle>(null);
  if (error) return <ErrorState message={failureText(error)} onRetry={retry} />;
  if (!people) return <Skeleton look="list" />;
  if (people.length === 0) {
    return <EmptyState title={t("directory.external.none")} hint={t("directory.external.hint")} />;
  }
  const onScroll = () => {
    const box = list.current;
    if (box && box.scrollSize - box.scrollOffset - box.viewportSize < 600) loadMore();
  };
  return (
    <VList ref={list} style={{ height: "100%" }} onScroll={onScroll}>
      {people.map((person) => (
        <div key={person.id} className="border-b border-line bg-pane">
          <PersonItem person={person} />
        </div>
      ))}
    </VList>
  );
}
