import type { PrincipalId } from "@qunxin/protocol";
import { useQuery } from "@tanstack/react-query";
import { failureText } from "../../../app/failure-text.ts";
import { useT } from "../../../i18n/index.ts";
import { Dialog, ErrorState, Skeleton } from "../../../ui/index.ts";
import { joinNames } from "../entry-text.ts";
import { useNames } from "../use-names.ts";
import type { MessagePlace } from "./file-source.ts";
import { pollVoters } from "./list-acts.ts";

export interface PollVotersProps {
  place: MessagePlace;
  options: readonly string[];
  onClose: () => void;
}

/** Who chose what in a poll that is not anonymous. */
export function PollVoters({ place, options, onClose }: PollVotersProps) {
  const t = useT();
  const { data, error, refetch } = useQuery({
    queryKey: ["poll-voters", place],
    queryFn: () => pollVoters(place),
    staleTime: 0,
  });
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={t("kinds.poll.whoTitle")} size="sm">
      {error ? (
        <ErrorState message={failureText(error)} onRetry={() => void refetch()} />
      ) : !data ? (
        <Skeleton rows={4} />
      ) : (
        <dl className="flex flex-col gap-3">
          {options.map((option, index) => (
            <div key={option}>
              <dt className="text-body font-medium">
                {option}{" "}
                <span className="text-meta text-ink-3">
                  {t("kinds.poll.votes", { count: data[index]?.length ?? 0 })}
                </span>
              </dt>
              <dd className="text-body text-ink-2">
                <People ids={data[index] ?? []} />
              </dd>
            </div>
          ))}
        </dl>
      )}
    </Dialog>
  );
}

function People({ ids }: { ids: readonly PrincipalId[] }) {
  const t = useT();
  const names = useNames(ids);
  return ids.length === 0 ? t("kinds.poll.nobody") : joinNames(ids.map((id) => names(id)));
}
