/** Opens the menu of a message row as the menu key would, at the given element. */
export function openRowMenu(row: HTMLElement, at: Element = row): void {
  const box = at.getBoundingClientRect();
  row.dispatchEvent(
    new MouseEvent("contextmenu", {
      bubbles: true,
      cancelable: true,
      clientX: box.left + Math.min(box.width / 2, 80),
      clientY: Math.min(box.bottom, window.innerHeight - 8),
    }),
  );
}
