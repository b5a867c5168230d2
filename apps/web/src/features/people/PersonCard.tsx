import { type Card, type ConversationId, Failure, type PrincipalId } from "@qunxin/protocol";
import { Copy, MessageSquare } from "lucide-react";
import type { ReactNode } from "react";
import { useCall } from "../../app/api.ts";
import { failureText } from "../../app/contract-form.tsx";
import { useOnline } from "../../app/live.ts";
import { useShell } from "../../app/shell-state.ts";
import { type MessageKey, useT } from "../../i18n/index.ts";
import { copyText } from "../../ui/copy-text.ts";
import { Avatar, Button, ErrorState, IconButton, KindTag, Skeleton, Tag } from "../../ui/index.ts";
import { placeText } from "./place-text.ts";
import { useOpenDirect } from "./use-open-direct.ts";

export interface PersonCardProps {
  personId: PrincipalId;
  /** The group whose member was clicked: its options decide whether a chat may be opened. */
  fromGroup?: ConversationId | undefined;
  /** Called when the card leads elsewhere, to close what it stands in. */
  onLeave?: (() => void) | undefined;
}

/** Somebody's card: what the viewer may see of them, and the way to a conversation. */
export function PersonCard({ personId, fromGroup, onLeave }: PersonCardProps) {
  const { data: card, error, refetch } = useCall("directory.card", { personId });
  const t = useT();
  if (error) {
    const unseen = error instanceof Failure && error.code === "directory/person_not_found";
    return (
      <ErrorState
        message={unseen ? t("directory.card.unseen") : failureText(error)}
        onRetry={unseen ? undefined : () => void refetch()}
      />
    );
  }
  if (!card) return <Skeleton rows={5} />;
  return (
    <div className="flex flex-col gap-4">
      <Head card={card} />
      <Fields card={card} />
      <MessageButton card={card} fromGroup={fromGroup} onLeave={onLeave} />
    </div>
  );
}

function Head({ card }: { card: Card }) {
  const t = useT();
  const online = useOnline(card.id);
  const second = card.position ?? card.organisation;
  return (
    <div className="flex items-center gap-3.5">
      <Avatar id={card.id} name={card.name} url={card.avatarUrl} size={60} presence={online ? "online" : undefined} />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-1.5">
          <span className="text-title font-semibold wrap-anywhere">{card.name}</span>
          {card.kind === "external" && <KindTag kind="external" />}
          {card.status !== "active" && <Tag tone="bad">{t(`directory.card.${card.status}`)}</Tag>}
        </p>
        {second && <p className="text-meta text-ink-2">{second}</p>}
      </div>
    </div>
  );
}

function Fields({ card }: { card: Card }) {
  const t = useT();
  const { placements, mobile, email, employeeNo, account, gender } = card;
  const known = gender === "male" || gender === "female";
  if (placements.length === 0 && !mobile && !email && !employeeNo && !account && !known) return null;
  return (
    <dl className="flex flex-col gap-2 border-t border-line pt-3 text-body">
      {placements.length > 0 && (
        <Row label="directory.field.departments">
          {placements.map(({ departmentId, path, leader }) => (
            <span key={departmentId} className="flex flex-wrap items-center gap-1.5">
              {placeText(path)} {leader && <Tag tone="owner">{t("directory.leader")}</Tag>}
            </span>
          ))}
        </Row>
      )}
      {mobile && (
        <Row label="directory.field.mobile" copy={mobile}>
          <a className="text-brand-ink hover:underline" href={`tel:${mobile}`}>
            {mobile}
          </a>
        </Row>
      )}
      {email && (
        <Row label="directory.field.email" copy={email}>
          <a className="text-brand-ink hover:underline" href={`mailto:${email}`}>
            {email}
          </a>
        </Row>
      )}
      {account && <Row label="directory.field.account">{account}</Row>}
      {employeeNo && <Row label="directory.field.employeeNo">{employeeNo}</Row>}
      {known && <Row label="directory.field.gender">{t(`directory.gender.${gender}`)}</Row>}
    </dl>
  );
}

function Row({ label, copy, children }: { label: MessageKey; copy?: string; children: ReactNode }) {
  const t = useT();
  return (
    <div className="flex items-start gap-3">
      <dt className="w-20 shrink-0 text-meta leading-5.5 text-ink-3 max-md:w-22 max-md:leading-6">{t(label)}</dt>
      <dd className="flex min-w-0 flex-1 items-start gap-2">
        <span className="flex min-w-0 flex-1 flex-col wrap-anywhere">{children}</span>
        {copy && (
          <IconButton
            size="sm"
            className="-my-1 max-md:-my-2.5"
            label={t("directory.card.copy", { field: t(label) })}
            icon={<Copy size={14} />}
            onClick={() => void copyText(copy)}
          />
        )}
      </dd>
    </div>
  );
}

function MessageButton({ card, fromGroup, onLeave }: { card: Card } & Omit<PersonCardProps, "personId">) {
  const t = useT();
  const me = useShell((state) => state.me);
  const { open, pending } = useOpenDirect(onLeave);
  if (card.id === me?.id) return <p className="text-meta text-ink-3">{t("directory.card.self")}</p>;
  if (!card.canMessage) return null;
  return (
    <Button
      tone="primary"
      block
      loading={pending}
      icon={<MessageSquare size={16} aria-hidden />}
      onClick={() => open(card.id, fromGroup)}
    >
      {t("directory.card.message")}
    </Button>
  );
}
