// Radix puts hidden inputs beside its boxes and switches inside forms; those are no fields.
const fields =
  "[data-autofocus], input:not([disabled], [aria-hidden], [type=hidden], [type=file]), textarea:not([disabled])";

/**
 * For onOpenAutoFocus of windows: focus goes to the first field, else to the window itself. Radix would take the
 * close button, which shows its tooltip and swallows the first Esc.
 */
export function focusFirstField(event: Event): void {
  const content = event.currentTarget;
  if (!(content instanceof HTMLElement)) return;
  event.preventDefault();
  const field = content.querySelector<HTMLElement>(fields);
  (field ?? content).focus({ preventScroll: true });
}
