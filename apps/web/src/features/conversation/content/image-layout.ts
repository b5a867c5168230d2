import type { FileMeta } from "@qunxin/protocol";

export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** Longest edges of a picture that stands alone, in px. */
const single = { width: 300, height: 320, least: 72 };
/** Edge of a picture in a grid, and the gap between them, in px. */
const cell = 104;
const gap = 4;

/** Size at which one picture is shown: whole, never enlarged, and never so thin that it could not be hit. */
export function pictureSize({ width, height }: Pick<FileMeta, "width" | "height">): PictureSize {
  if (!width || !height) return { width: 220, height: 160 };
  const scale = Math.min(1, single.width / width, single.height / height);
  return {
    width: Math.max(single.least, Math.round(width * scale)),
    height: Math.max(single.least, Math.round(height * scale)),
  };
}

/** Columns of a grid of two to nine. */
export function gridColumns(count: number): number {
  return count === 2 || count === 4 ? 2 : 3;
}

/** Size of the whole grid. */
export function gridSize(count: number): PictureSize {
  const columns = gridColumns(count);
  const rows = Math.ceil(count / columns);
  const edge = (cells: number) => cells * cell + (cells - 1) * gap;
  return { width: edge(columns), height: edge(rows) };
}

/** Room that pictures take: known before they are there, so that rows never grow. */
export function picturesSize(images: readonly Pick<FileMeta, "width" | "height">[]): PictureSize {
  const [only] = images;
  return images.length === 1 && only ? pictureSize(only) : gridSize(images.length);
}
