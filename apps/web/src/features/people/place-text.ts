/** Where somebody works, without the company's name that all paths share: 技术部/前端组；设计部. */
export function placesText(placements: readonly { path: readonly string[] }[]): string {
  return placements.map(({ path }) => placeText(path)).join("；");
}

/** One department's path without the company's name; the root keeps it, having nothing else. */
export function placeText(path: readonly string[]): string {
  return path.length > 1 ? path.slice(1).join("/") : path.join("/");
}
