import type { Card } from "@qunxin/protocol";
import { ImageUp, Trash2 } from "lucide-react";
import { type ReactNode, useRef } from "react";
import { useT } from "../../i18n/index.ts";
import { Avatar, Button } from "../../ui/index.ts";
import { useOwnPicture } from "./use-own-picture.ts";

const accepted = "image/png,image/jpeg,image/webp,image/gif,image/avif,image/heic";

export interface MyPictureProps {
  person: Pick<Card, "id" | "name" | "avatarUrl">;
  /** Who it is: stands beside the picture. */
  children: ReactNode;
}

/** One's own picture with what one may do to it: choose another, or take it away. */
export function MyPicture({ person, children }: MyPictureProps) {
  const t = useT();
  const input = useRef<HTMLInputElement>(null);
  const { pending, choose, remove } = useOwnPicture();
  return (
    <header className="flex items-start gap-4">
      <Avatar id={person.id} name={person.name} url={person.avatarUrl} size={64} />
      <div className="flex min-w-0 flex-1 flex-col gap-2">
        {children}
        <div className="flex flex-wrap gap-2">
          <Button icon={<ImageUp size={15} aria-hidden />} loading={pending} onClick={() => input.current?.click()}>
            {t("identity.picture.choose")}
          </Button>
          {person.avatarUrl && (
            <Button icon={<Trash2 size={15} aria-hidden />} disabled={pending} onClick={remove}>
              {t("identity.picture.remove")}
            </Button>
          )}
        </div>
        <p className="text-meta text-ink-3">{t("identity.picture.hint")}</p>
      </div>
      <input
        ref={input}
        type="file"
        hidden
        accept={accepted}
        aria-label={t("identity.picture.choose")}
        onChange={({ currentTarget }) => {
          const [file] = currentTarget.files ?? [];
          // The same file may be chosen once more.
          currentTarget.value = "";
          if (file) choose(file);
        }}
      />
    </header>
  );
}
