/** Side in px of a person's picture as it is uploaded: twice what the largest place shows it in. */
const side = 512;

/**
 * The centre square of a picture, upright, 512 px at most, as JPEG on white: small enough for any limit of the company.
 * @throws Error when the browser cannot read the file as a picture
 */
export async function centreSquare(file: Blob): Promise<Blob> {
  const picture = await createImageBitmap(file);
  const { x, y, edge } = centre(picture);
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = Math.min(side, edge);
  const pen = canvas.getContext("2d");
  if (!pen) throw new Error("no canvas");
  pen.fillStyle = "white";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(picture, x, y, edge, edge, 0, 0, canvas.width, canvas.height);
  picture.close();
  return new Promise((resolve, reject) => {
    const take = (blob: Blob | null) => (blob ? resolve(blob) : reject(new Error("no picture")));
    canvas.toBlob(take, "image/jpeg", 0.9);
  });
}

/** The largest square in the middle of a picture, in its own pixels. */
export function centre({ width, height }: { width: number; height: number }): { x: number; y: number; edge: number } {
  const edge = Math.min(width, height);
  return { x: Math.floor((width - edge) / 2), y: Math.floor((height - edge) / 2), edge };
}
