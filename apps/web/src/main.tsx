import "./ui/tokens.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app/App.tsx";
import { followTheme } from "./app/theme.ts";
import { watchForUpdates } from "./app/update.ts";
import { detectLocale, loadLocale, t } from "./i18n/index.ts";
import { preloadOverlays } from "./ui/overlays.ts";

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");

followTheme();
await loadLocale(detectLocale());
document.title = t("common.app.name");
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
watchForUpdates();
preloadOverlays();
