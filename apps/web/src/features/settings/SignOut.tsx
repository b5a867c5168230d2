import { LogOut } from "lucide-react";
import { useT } from "../../i18n/index.ts";
import { Button, confirm } from "../../ui/index.ts";
import { useSignOut } from "../login/sign-out.ts";

export function SignOut() {
  const t = useT();
  const { signOut, leaving } = useSignOut();
  const ask = async () => {
    const agreed = await confirm({
      title: t("identity.signOut.title"),
      body: t("identity.signOut.body"),
      confirmLabel: t("identity.signOut"),
    });
    if (agreed) signOut();
  };
  return (
    <Button
      tone="danger"
      className="self-start max-md:w-full"
      icon={<LogOut size={16} aria-hidden />}
      loading={leaving}
      onClick={() => void ask()}
    >
      {t("identity.signOut")}
    </Button>
  );
}
