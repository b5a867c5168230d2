import { chooseTheme, type ThemeChoice, useTheme } from "../../app/theme.ts";
import { chooseLocale, locales, useLocale, useT } from "../../i18n/index.ts";
import { Field, RadioGroup } from "../../ui/index.ts";

const themes: readonly ThemeChoice[] = ["system", "light", "dark"];

/** Theme and language, both kept on this device. */
export function Look() {
  const t = useT();
  const locale = useLocale();
  const theme = useTheme((state) => state.choice);
  return (
    <div className="flex flex-col gap-5">
      <Field label={t("shell.theme")}>
        <RadioGroup
          inline
          value={theme}
          onChange={chooseTheme}
          options={themes.map((value) => ({ value, label: t(`shell.theme.${value}`) }))}
        />
      </Field>
      <Field label={t("shell.language")}>
        <RadioGroup
          inline
          value={locale}
          onChange={(next) => void chooseLocale(next)}
          options={locales.map(({ id, name }) => ({ value: id, label: name }))}
        />
      </Field>
    </div>
  );
}
