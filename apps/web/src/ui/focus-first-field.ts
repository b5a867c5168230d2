/**
 * For onOpenAutoFocus of windows: focus goes to the first field, else to the window itself. Radix would take the
 * close button, which shows its tooltip and swallows the first Esc.
 */
export function focusFirstField(event: Event): void {
  const content = event.currentTarget;
  if (!(content instanceof HTMLElement)) return;
  event.preventDefault();
  const field = content.querySelector<HTMLElement>("[data-autofocus], input:not([disabled]), textarea:not([disabled])");
  (field ?? content).focus({ preventScroll: true });
}
