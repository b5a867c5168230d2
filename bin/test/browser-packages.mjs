// The system packages that only the browser tests need: Chromium and a Chinese font.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { installPackages, mayInstall } from "./apt.mjs";

/** The path of a Chromium that can show Chinese, installed through apt where we may; undefined with advice if not. */
export async function ensureBrowser() {
  const missing = () => [...(findChromium() ? [] : ["chromium"]), ...(hasChineseFont() ? [] : ["fonts-noto-cjk"])];
  if (missing().length > 0 && mayInstall()) await installPackages([...missing(), "fontconfig"], "the browser tests");
  if (missing().length === 0) return findChromium();
  console.log(`The browser tests need ${missing().join(" and ")}, which this machine does not have.`);
  console.log(`  Debian, Ubuntu:  sudo apt-get install ${missing().join(" ")}`);
  console.log(
    "  Elsewhere: install Chromium or Chrome and Noto Sans CJK; QUNXIN_CHROMIUM may name the browser's path.",
  );
  return undefined;
}

function findChromium() {
  if (process.env.QUNXIN_CHROMIUM) return process.env.QUNXIN_CHROMIUM;
  const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
  const folders = ["/usr/bin", ...(process.env.PATH ?? "").split(delimiter)];
  const places = [
    ...names.flatMap((name) => folders.map((folder) => join(folder, name))),
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
  ];
  // On Ubuntu a package of that name may be a mere door to a snap that is not there; so it must run.
  return places.find((path) => existsSync(path) && spawnSync(path, ["--version"], { stdio: "ignore" }).status === 0);
}

function hasChineseFont() {
  if (process.platform !== "linux") return true;
  const listed = spawnSync("fc-list", [":lang=zh-cn", "family"], { encoding: "utf8" });
  return listed.status === 0 && listed.stdout.trim() !== "";
}
