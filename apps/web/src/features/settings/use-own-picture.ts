import type { FileId } from "@qunxin/protocol";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { callApi } from "../../app/api.ts";
import { failureText } from "../../app/contract-form.tsx";
import { t } from "../../i18n/index.ts";
import { toast } from "../../ui/index.ts";
import { centreSquare } from "./centre-square.ts";

export interface OwnPicture {
  pending: boolean;
  /** Cuts the picture to a square, uploads it and makes it one's own. */
  choose: (file: File) => void;
  /** Takes one's picture away; the letters of the name stand there again. */
  remove: () => void;
}

/** Changing one's own picture; says what was done or why not. All screens learn it as news of the directory. */
export function useOwnPicture(): OwnPicture {
  const queries = useQueryClient();
  const [pending, setPending] = useState(false);
  const change = async (done: string, fileOf: () => Promise<FileId | null>) => {
    setPending(true);
    try {
      await callApi("directory.setOwnPicture", { fileId: await fileOf() });
      await queries.invalidateQueries({ queryKey: ["directory.card"] });
      toast.ok(done);
    } catch (error) {
      toast.error(error instanceof Unreadable ? t("identity.picture.unreadable") : failureText(error));
    } finally {
      setPending(false);
    }
  };
  return {
    pending,
    choose: (file) => void change(t("identity.picture.saved"), () => upload(file)),
    remove: () => void change(t("identity.picture.removed"), async () => null),
  };
}

/** The browser could not read what was chosen as a picture. */
class Unreadable extends Error {}

async function upload(file: File): Promise<FileId> {
  const square = await centreSquare(file).catch((cause: unknown) => {
    throw new Unreadable("no picture", { cause });
  });
  const { uploadPicture } = await import("../uploads/upload-file.ts");
  return uploadPicture(square, "picture.jpg", "avatar", AbortSignal.timeout(uploadLimitMs));
}

const uploadLimitMs = 60_000;
