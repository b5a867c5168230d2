import encodeQR from "qr";
import { useMemo } from "react";

/** Light modules around the code, which scanners need. */
const border = 3;

/** A QR code as one crisp SVG path; black on white in dark mode too, or scanners fail. */
export function QrCode({ text, label, size = 200 }: { text: string; label: string; size?: number }) {
  const { path, side } = useMemo(() => drawn(text), [text]);
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${side} ${side}`}
      width={size}
      height={size}
      shapeRendering="crispEdges"
      className="rounded-card"
    >
      <rect width={side} height={side} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}

/** Saves the code as a PNG of about `sidePx` pixels. */
export function downloadQrCode(text: string, fileName: string, sidePx = 1024): void {
  const modules = encodeQR(text, "raw", { border });
  const scale = Math.max(1, Math.floor(sidePx / modules.length));
  const canvas = document.createElement("canvas");
  canvas.width = modules.length * scale;
  canvas.height = canvas.width;
  const pen = canvas.getContext("2d");
  if (!pen) return;
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.fillStyle = "#000";
  forEachDark(modules, (x, y) => pen.fillRect(x * scale, y * scale, scale, scale));
  const link = document.createElement("a");
  link.href = canvas.toDataURL("image/png");
  link.download = fileName;
  link.click();
}

function drawn(text: string): { path: string; side: number } {
  const modules = encodeQR(text, "raw", { border });
  const parts: string[] = [];
  forEachDark(modules, (x, y) => parts.push(`M${x} ${y}h1v1h-1z`));
  return { path: parts.join(""), side: modules.length };
}

function forEachDark(modules: readonly (readonly boolean[])[], draw: (x: number, y: number) => void): void {
  modules.forEach((row, y) => {
    row.forEach((dark, x) => {
      if (dark) draw(x, y);
    });
  });
}
