import { fileURLToPath } from "node:url";
import { compileMessageOrThrow } from "@lingui/message-utils/compileMessage";
import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";
import { VitePWA } from "vite-plugin-pwa";

const apiOrigin = "http://localhost:3000";

export default defineConfig({
  plugins: [react(), tailwindcss(), compiledCatalogs(), withoutSummaries(), pwa()],
  resolve: {
    // The package itself writes inline styles, which our content policy refuses.
    alias: { "react-style-singleton": fileURLToPath(new URL("./src/ui/style-singleton.ts", import.meta.url)) },
  },
  server: {
    port: 5173,
    proxy: {
      "/api": { target: apiOrigin, ws: true },
    },
  },
  build: {
    outDir: "dist",
    // tests/browser/bundle.desktop.test.ts reads what each screen loads.
    manifest: true,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: "react", test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/ },
            {
              name: "router",
              test: /node_modules[\\/]@tanstack[\\/](react-router|router-core|history|store|react-store)[\\/]/,
            },
            // One file instead of thirty that every chat needs together; what they import comes along.
            {
              name: "kit",
              test: /src[\\/]ui[\\/](Avatar|Badge|ConfirmDialog|Drawer|IconButton|Menu|Popover|SearchBox|Tag|Toaster|states)\.tsx$/,
            },
          ],
        },
      },
    },
  },
});

/** Compiles the ICU texts of src/i18n/<locale>/*.json, so that no message parser is sent to the browser. */
function compiledCatalogs(): Plugin {
  return {
    name: "qunxin-compiled-catalogs",
    enforce: "pre",
    transform(code, id) {
      if (!/\/src\/i18n\/[A-Za-z-]+\/[a-z]+\.json$/.test(id)) return;
      const texts = JSON.parse(code) as Record<string, string>;
      const compiled = Object.fromEntries(
        Object.entries(texts).map(([key, text]) => [key, compileMessageOrThrow(text)]),
      );
      return { code: JSON.stringify(compiled), map: null };
    },
  };
}

/** The registry of errors says in English what each code means, for developers: people read the catalogs instead. */
function withoutSummaries(): Plugin {
  return {
    name: "qunxin-without-summaries",
    enforce: "pre",
    apply: "build",
    transform(code, id) {
      if (!id.endsWith("/packages/protocol/src/errors.ts")) return;
      return { code: code.replace(/(\be(?:<[^()]*>)?\(\s*\d+,\s*)"[^"]*"/g, '$1""'), map: null };
    },
  };
}

function pwa() {
  return VitePWA({
    registerType: "prompt",
    injectRegister: false,
    includeAssets: ["icon.svg", "icon-192.png", "theme.js"],
    manifest: {
      // One manifest serves both languages, so the name says both.
      name: "群信 Qunxin",
      short_name: "群信",
      description: "企业群聊 · Group chat for companies",
      lang: "zh-CN",
      id: "/",
      scope: "/",
      start_url: "/chats",
      display: "standalone",
      background_color: "#f4f5f8",
      theme_color: "#2468f2",
      icons: [
        { src: "/icon-192.png", sizes: "192x192", type: "image/png" },
        { src: "/icon-512.png", sizes: "512x512", type: "image/png" },
        { src: "/icon-512.png", sizes: "512x512", type: "image/png", purpose: "maskable" },
        { src: "/icon.svg", sizes: "any", type: "image/svg+xml" },
      ],
    },
    workbox: {
      globPatterns: ["**/*.{js,css,html}"],
      importScripts: ["/push-worker.js"],
      navigateFallback: "/index.html",
      navigateFallbackDenylist: [/^\/api\//],
    },
  });
}
