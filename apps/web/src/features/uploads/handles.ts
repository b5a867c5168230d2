type Handle = FileSystemFileHandle & {
  queryPermission?(): Promise<PermissionState>;
  requestPermission?(): Promise<PermissionState>;
};

/** The file behind a handle, if the browser lets it be read without asking; null otherwise. */
export function opened(handle: FileSystemFileHandle | null): Promise<File | null> {
  return read(handle, (one) => one.queryPermission?.());
}

/** The same, asking the person for leave if need be. Must be called on a press. */
export function reopened(handle: FileSystemFileHandle | null): Promise<File | null> {
  return read(handle, (one) => one.requestPermission?.());
}

async function read(
  handle: Handle | null,
  permission: (handle: Handle) => Promise<PermissionState> | undefined,
): Promise<File | null> {
  if (!handle) return null;
  try {
    return (await permission(handle)) === "granted" ? await handle.getFile() : null;
  } catch {
    // Moved or deleted meanwhile.
    return null;
  }
}
