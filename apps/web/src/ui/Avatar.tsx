import clsx from "clsx";
import { type ReactNode, useState } from "react";
import { useT } from "../i18n/index.ts";
import { avatarGround, avatarLetters } from "./avatar-look.ts";

export type Presence = "online" | "away" | "busy" | "offline";

export interface AvatarProps {
  id: string;
  name: string;
  /** Side in px: 24, 36 in messages, 44 in lists, 64 on cards. */
  size?: number;
  url?: string | null | undefined;
  presence?: Presence | undefined;
  /** Replaces letters, e.g. a robot's icon. */
  icon?: ReactNode;
}

/** Drawn by CSS, so that the letters are no text: a name is read, searched and copied once. */
const lettersClass = "before:content-[attr(data-letters)]";

/** Decorative: the name always stands beside it. Only the presence dot is read aloud. */
export function Avatar({ id, name, size = 36, url, presence, icon }: AvatarProps) {
  const [broken, setBroken] = useState<string | null>(null);
  const picture = url && broken !== url ? url : null;
  return (
    <span className="relative inline-flex shrink-0" style={{ width: size, height: size }}>
      <span
        aria-hidden
        data-letters={icon || picture ? "" : avatarLetters(name)}
        className={clsx(
          lettersClass,
          "flex size-full items-center justify-center overflow-hidden rounded-card leading-none select-none",
          icon ? "bg-brand-soft text-brand-ink" : "text-white",
        )}
        style={{ ...(icon ? {} : { background: avatarGround(id) }), fontSize: Math.max(10, Math.round(size * 0.375)) }}
      >
        {picture ? (
          <img src={picture} alt="" className="size-full object-cover" onError={() => setBroken(picture)} />
        ) : (
          icon
        )}
      </span>
      {presence && presence !== "offline" && <PresenceDot presence={presence} />}
    </span>
  );
}

const dotColors: Record<Exclude<Presence, "offline">, string> = { online: "bg-ok", away: "bg-warn", busy: "bg-badge" };

function PresenceDot({ presence }: { presence: Exclude<Presence, "offline"> }) {
  const t = useT();
  return (
    <span
      role="img"
      aria-label={t(`common.presence.${presence}`)}
      className={clsx(
        "absolute -right-0.5 -bottom-0.5 size-2.5 rounded-full border-2 border-list",
        dotColors[presence],
      )}
    />
  );
}

export interface GroupAvatarProps {
  /** The first four are drawn. */
  members: readonly { id: string; name: string; url?: string | null | undefined }[];
  size?: number;
  /** A group picture replaces the mosaic. */
  url?: string | null | undefined;
}

/** A 2×2 mosaic of members. */
export function GroupAvatar({ members, size = 44, url }: GroupAvatarProps) {
  if (url) return <Avatar id="group" name="" url={url} size={size} />;
  return (
    <span
      aria-hidden
      className="grid shrink-0 grid-cols-2 grid-rows-2 gap-px overflow-hidden rounded-card bg-line select-none"
      style={{ width: size, height: size, fontSize: Math.max(9, Math.round(size * 0.26)) }}
    >
      {members.slice(0, 4).map((member) => (
        <span
          key={member.id}
          data-letters={member.url ? "" : avatarLetters(member.name, 1)}
          className={clsx(lettersClass, "flex items-center justify-center overflow-hidden leading-none text-white")}
          style={{ background: avatarGround(member.id) }}
        >
          {member.url && <img src={member.url} alt="" className="size-full object-cover" />}
        </span>
      ))}
    </span>
  );
}
