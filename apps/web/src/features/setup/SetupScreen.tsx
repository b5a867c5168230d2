import { CardScreen } from "../../app/Screen.tsx";
import { useT } from "../../i18n/index.ts";

export function SetupScreen() {
  const t = useT();
  return (
    <CardScreen>
      <h1 className="text-head font-semibold">{t("setup.title")}</h1>
    </CardScreen>
  );
}
