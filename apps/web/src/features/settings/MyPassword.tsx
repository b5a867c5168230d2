import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { callKey } from "../../app/api.ts";
import { useT } from "../../i18n/index.ts";
import { Button, toast } from "../../ui/index.ts";
import { PasswordForm } from "../login/PasswordForm.tsx";

/** Changing one's own password, which signs the other devices out. */
export function MyPassword() {
  const t = useT();
  const queries = useQueryClient();
  const [changes, setChanges] = useState(0);
  const changed = () => {
    toast.ok(t("identity.password.changed"));
    void queries.invalidateQueries({ queryKey: callKey("identity.devices") });
    setChanges(changes + 1);
  };
  return (
    <div className="max-w-100">
      {/* A new key empties the fields after a change. */}
      <PasswordForm key={changes} id="my-password" currentLabel={t("identity.password.current")} onChanged={changed}>
        {({ pending }) => (
          <Button type="submit" tone="primary" className="self-start max-md:w-full" loading={pending}>
            {t("identity.password.change")}
          </Button>
        )}
      </PasswordForm>
    </div>
  );
}
