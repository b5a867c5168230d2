import { Navigate, useRouter, useSearch } from "@tanstack/react-router";
import { setMe, useShell } from "../../app/shell-state.ts";
import { useT } from "../../i18n/index.ts";
import { Button } from "../../ui/index.ts";
import { BrandCard } from "./BrandCard.tsx";
import { ownPath } from "./own-path.ts";
import { PasswordForm } from "./PasswordForm.tsx";
import { useSignOut } from "./sign-out.ts";

/** Choosing one's own password in place of an initial or temporary one; nothing else opens before that. */
export function PasswordScreen() {
  const t = useT();
  const router = useRouter();
  const me = useShell((state) => state.me);
  const { next } = useSearch({ from: "/password" });
  const { signOut, leaving } = useSignOut();
  const path = ownPath(next, window.location.origin);
  if (!me?.passwordChangeRequired) return <Navigate to={path} replace />;
  const changed = () => {
    setMe({ ...me, passwordChangeRequired: false });
    router.history.replace(path);
  };
  return (
    <BrandCard title={t("identity.forced.title", { name: me.name })} hint={t("identity.forced.hint")}>
      <PasswordForm id="forced-password" currentLabel={t("identity.forced.current")} onChanged={changed}>
        {({ pending }) => (
          <div className="mt-2 flex flex-col gap-2">
            <Button type="submit" tone="primary" size="lg" block loading={pending}>
              {t("identity.forced.submit")}
            </Button>
            <Button tone="ghost" block disabled={pending} loading={leaving} onClick={signOut}>
              {t("identity.signOut")}
            </Button>
          </div>
        )}
      </PasswordForm>
    </BrandCard>
  );
}
