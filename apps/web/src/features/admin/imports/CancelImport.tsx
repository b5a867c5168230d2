import type { ImportStatus } from "@qunxin/protocol";
import { useQueryClient } from "@tanstack/react-query";
import { callKey, useAct } from "../../../app/api.ts";
import { failureText } from "../../../app/contract-form.tsx";
import { useT } from "../../../i18n/index.ts";
import { Button, toast } from "../../../ui/index.ts";

/** Gives an import up that is not applied yet. */
export function CancelImport({ importId }: { importId: ImportStatus["id"] }) {
  const t = useT();
  const queries = useQueryClient();
  const cancel = useAct("directory.cancelImport");
  const give = () =>
    cancel.mutate(
      { importId },
      {
        onSuccess: (status) => {
          queries.setQueryData(callKey("directory.import", { importId }), status);
          void queries.invalidateQueries({ queryKey: callKey("directory.imports") });
        },
        onError: (error) => toast.error(failureText(error)),
      },
    );
  return (
    <Button className="self-start" loading={cancel.isPending} onClick={give}>
      {t("admin.import.cancel")}
    </Button>
  );
}
