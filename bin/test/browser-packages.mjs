// The system packages that only the browser tests need: Chromium and a Chinese font.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { installPackages, mayInstall, offers } from "./apt.mjs";

/**
 * The paths of a Chromium that can show Chinese, and of the same without windows, which needs a sixth less of the
 * machine and is there or not; installed through apt where we may. Undefined, with advice, if there is no Chromium.
 */
export async function ensureBrowsers() {
  const missing = () => [...(findChromium() ? [] : ["chromium"]), ...(hasChineseFont() ? [] : ["fonts-noto-cjk"])];
  if (missing().length > 0 && mayInstall()) await installPackages([...missing(), "fontconfig"], "the browser tests");
  // After the others, as only then the lists are sure to be there.
  if (!process.env.QUNXIN_CHROMIUM && !findShell() && mayInstall() && offers(shell))
    await installPackages([shell], "the browser tests");
  if (missing().length === 0) return { chromium: findChromium(), shell: findShell() };
  console.log(`The browser tests need ${missing().join(" and ")}, which this machine does not have.`);
  console.log(`  Debian, Ubuntu:  sudo apt-get install ${missing().join(" ")}`);
  console.log(
    "  Elsewhere: install Chromium or Chrome and Noto Sans CJK; QUNXIN_CHROMIUM may name the browser's path.",
  );
  return undefined;
}

const shell = "chromium-headless-shell";

/** Whoever names a browser wants that one. */
function findShell() {
  return process.env.QUNXIN_CHROMIUM ? undefined : findProgram([shell]);
}

function findChromium() {
  if (process.env.QUNXIN_CHROMIUM) return process.env.QUNXIN_CHROMIUM;
  return findProgram(
    ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"],
    [
      "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
      "/Applications/Chromium.app/Contents/MacOS/Chromium",
    ],
  );
}

function findProgram(names, elsewhere = []) {
  const folders = ["/usr/bin", ...(process.env.PATH ?? "").split(delimiter)];
  const places = [...names.flatMap((name) => folders.map((folder) => join(folder, name))), ...elsewhere];
  // On Ubuntu a package of that name may be a mere door to a snap that is not there; so it must run.
  return places.find((path) => existsSync(path) && spawnSync(path, ["--version"], { stdio: "ignore" }).status === 0);
}

function hasChineseFont() {
  if (process.platform !== "linux") return true;
  const listed = spawnSync("fc-list", [":lang=zh-cn", "family"], { encoding: "utf8" });
  return listed.status === 0 && listed.stdout.trim() !== "";
}
