import clsx from "clsx";
import type { ReactNode } from "react";
import { useT } from "../i18n/index.ts";

export type TagTone = "brand" | "external" | "owner" | "neutral" | "bad";
export type TagKind = "all" | "external" | "robot" | "owner" | "admin";

const tones: Record<TagTone, string> = {
  brand: "bg-brand-soft text-brand-ink",
  external: "bg-external-soft text-external",
  owner: "bg-warn-soft text-warn",
  neutral: "bg-hover text-ink-2",
  bad: "bg-bad-soft text-bad",
};

const kindTones: Record<TagKind, TagTone> = {
  all: "brand",
  external: "external",
  robot: "brand",
  owner: "owner",
  admin: "brand",
};

export interface TagProps {
  tone?: TagTone;
  children: ReactNode;
}

export function Tag({ tone = "neutral", children }: TagProps) {
  return (
    <span
      className={clsx(
        "inline-flex h-4.5 shrink-0 items-center rounded-[4px] px-1.5 text-mini whitespace-nowrap",
        tones[tone],
      )}
    >
      {children}
    </span>
  );
}

/** The fixed tags: 全员, 外部, 机器人, 群主, 管理员. */
export function KindTag({ kind }: { kind: TagKind }) {
  const t = useT();
  return <Tag tone={kindTones[kind]}>{t(`common.tag.${kind}`)}</Tag>;
}
