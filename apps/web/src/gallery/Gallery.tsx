import { chooseTheme, useTheme } from "../app/theme.ts";
import { chooseLocale, useLocale } from "../i18n/index.ts";
import { Button } from "../ui/index.ts";
import { Controls } from "./Controls.tsx";
import { Lists } from "./Lists.tsx";
import { Overlays } from "./Overlays.tsx";
import { Pieces } from "./Pieces.tsx";

/** Every component of the kit in both languages and looks. Its sample words are not texts of the app. */
export function Gallery() {
  const dark = useTheme((state) => state.dark);
  const locale = useLocale();
  return (
    <main className="h-dvh overflow-y-auto bg-canvas p-4 md:p-6">
      <header className="mb-4 flex flex-wrap items-center gap-2">
        <h1 className="mr-auto text-head font-semibold">Gallery</h1>
        <Button onClick={() => chooseTheme(dark ? "light" : "dark")}>{dark ? "Light" : "Dark"}</Button>
        <Button onClick={() => void chooseLocale(locale === "en" ? "zh-CN" : "en")}>{locale}</Button>
      </header>
      <div className="grid gap-4 lg:grid-cols-2">
        <Controls />
        <Overlays />
        <Pieces />
        <Lists />
      </div>
    </main>
  );
}
