import type { Handles } from "../../uploads/choose.ts";

export interface Picked {
  readonly files: readonly File[];
  readonly handles: Handles;
}

export interface PickOptions {
  /** As in `<input accept>`; absent: all. */
  readonly accept?: string;
  /** Straight from the camera, on a phone. */
  readonly capture?: boolean;
  /** A single file. */
  readonly one?: boolean;
}

/** Lets the person choose files; none if they think better of it. Large ones can be opened again after a reload. */
export function pickFiles(options: PickOptions = {}): Promise<Picked> {
  const picker = (window as PickerWindow).showOpenFilePicker;
  return picker && !options.accept && !options.one ? pickHandles(picker) : pickByInput(options);
}

interface PickerWindow {
  showOpenFilePicker?: (options: { multiple: boolean }) => Promise<FileSystemFileHandle[]>;
}

async function pickHandles(picker: NonNullable<PickerWindow["showOpenFilePicker"]>): Promise<Picked> {
  try {
    const chosen = await picker.call(window, { multiple: true });
    const files = await Promise.all(chosen.map(async (handle) => [await handle.getFile(), handle] as const));
    return { files: files.map(([file]) => file), handles: new Map(files) };
  } catch {
    return { files: [], handles: new Map() };
  }
}

function pickByInput({ accept, capture, one }: PickOptions): Promise<Picked> {
  const input = document.createElement("input");
  input.type = "file";
  input.multiple = !capture && !one;
  input.hidden = true;
  if (accept) input.accept = accept;
  if (capture) input.setAttribute("capture", "environment");
  // Safari opens nothing for an input outside of the page.
  document.body.append(input);
  return new Promise((resolve) => {
    const end = () => {
      resolve({ files: [...(input.files ?? [])], handles: new Map() });
      input.remove();
    };
    input.addEventListener("change", end, { once: true });
    input.addEventListener("cancel", end, { once: true });
    input.click();
  });
}
