import { Sticker } from "../../stickers/Sticker.tsx";
import type { ContentProps } from "./ContentBody.tsx";

export function StickerContent({ content: { name } }: ContentProps<"sticker">) {
  return <Sticker name={name} size={128} />;
}
