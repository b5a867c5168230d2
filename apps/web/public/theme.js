// Runs before the first paint, as a file of its own so that a strict Content-Security-Policy needs no exception.
// The same choice is applied at run time by src/app/theme.ts.
(() => {
  let choice = "system";
  try {
    choice = localStorage.getItem("qunxin.theme") || "system";
  } catch {
    // Storage can be forbidden (private window); then the system decides.
  }
  const dark = choice === "dark" || (choice !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.dataset.theme = dark ? "dark" : "light";
  document.querySelector('meta[name="theme-color"]')?.setAttribute("content", dark ? "#1e2128" : "#f8f9fb");
})();
