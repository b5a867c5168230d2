import { CardScreen } from "../../app/Screen.tsx";
import { useT } from "../../i18n/index.ts";

export function JoinScreen() {
  const t = useT();
  return (
    <CardScreen>
      <h1 className="text-head font-semibold">{t("groups.title")}</h1>
    </CardScreen>
  );
}
