import type { ConversationId, PrincipalId } from "@qunxin/protocol";
import clsx from "clsx";
import { lazy, type ReactNode, Suspense } from "react";
import { useT } from "../../i18n/index.ts";
import { Popover, Skeleton } from "../../ui/index.ts";

const PersonCard = lazy(() => import("./PersonCard.tsx").then(({ PersonCard }) => ({ default: PersonCard })));

export interface PersonCardTriggerProps {
  personId: PrincipalId;
  /** Names the button for who cannot see the avatar. */
  name: string;
  fromGroup?: ConversationId | undefined;
  /** Also called when the card leads to a conversation, e.g. to close a dialog around the trigger. */
  onLeave?: () => void;
  className?: string;
  /** The avatar. */
  children: ReactNode;
}

/** Wraps an avatar in a button that opens the person's card: beside it, on a phone as a sheet. */
export function PersonCardTrigger({ personId, name, fromGroup, onLeave, className, children }: PersonCardTriggerProps) {
  const t = useT();
  return (
    <Popover
      label={t("directory.card.title")}
      side="right"
      align="start"
      trigger={
        <button
          type="button"
          aria-label={t("directory.card.open", { name })}
          className={clsx("inline-flex shrink-0 rounded-card", className)}
        >
          {children}
        </button>
      }
    >
      {(close) => (
        <div className="md:w-80">
          <Suspense fallback={<Skeleton rows={4} />}>
            <PersonCard
              personId={personId}
              fromGroup={fromGroup}
              onLeave={() => {
                close();
                onLeave?.();
              }}
            />
          </Suspense>
        </div>
      )}
    </Popover>
  );
}
