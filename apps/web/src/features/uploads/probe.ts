/** Videos beyond these go as files. Source: acceptance 56. */
export const videoMaxBytes = 100 * 1024 * 1024;
export const videoMaxMs = 300_000;

export interface Seen {
  readonly width: number;
  readonly height: number;
}

/** Size of a picture as it is shown, upright; null for what this browser cannot draw. */
export async function pictureSeen(blob: Blob): Promise<Seen | null> {
  try {
    const bitmap = await createImageBitmap(blob);
    const { width, height } = bitmap;
    bitmap.close();
    return { width, height };
  } catch {
    return null;
  }
}

export interface FilmSeen extends Seen {
  readonly durationMs: number;
  /** An early picture of it. */
  readonly poster: Blob | null;
}

const probeWithinMs = 15_000;
const posterEdge = 1_280;

/** What a video shows and how long it is; null for what this browser cannot play. */
export async function filmSeen(url: string): Promise<FilmSeen | null> {
  const video = document.createElement("video");
  video.muted = true;
  video.playsInline = true;
  video.preload = "auto";
  video.src = url;
  try {
    await event(video, "loadeddata");
    const duration = await durationOf(video);
    const { videoWidth: width, videoHeight: height } = video;
    if (width === 0) return null;
    video.currentTime = Math.min(0.5, duration / 2);
    await event(video, "seeked");
    return { width, height, durationMs: Math.round(duration * 1000), poster: await stillOf(video) };
  } catch {
    return null;
  } finally {
    video.removeAttribute("src");
    video.load();
  }
}

/** Recordings tell their length only once they were read to the end. */
async function durationOf(video: HTMLVideoElement): Promise<number> {
  if (Number.isFinite(video.duration)) return video.duration;
  video.currentTime = 1e6;
  await event(video, "seeked");
  return Number.isFinite(video.duration) ? video.duration : video.currentTime;
}

function stillOf(video: HTMLVideoElement): Promise<Blob | null> {
  const scale = Math.min(1, posterEdge / Math.max(video.videoWidth, video.videoHeight));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(video.videoWidth * scale));
  canvas.height = Math.max(1, Math.round(video.videoHeight * scale));
  canvas.getContext("2d")?.drawImage(video, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.82));
}

function event(target: HTMLMediaElement, name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no ${name} in time`)), probeWithinMs);
    const end = (act: () => void) => () => {
      clearTimeout(timer);
      act();
    };
    target.addEventListener(name, end(resolve), { once: true });
    target.addEventListener(
      "error",
      end(() => reject(new Error("cannot be played"))),
      { once: true },
    );
  });
}
