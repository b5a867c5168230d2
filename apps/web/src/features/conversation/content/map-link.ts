import type { MessageContent } from "@qunxin/protocol";

type Location = Pick<Extract<MessageContent, { type: "location" }>, "name" | "latitude" | "longitude">;

/** `{lat}`, `{lng}` and `{name}` are filled in; set VITE_MAP_URL when building for another service of maps. */
const template: string =
  import.meta.env.VITE_MAP_URL ??
  "https://uri.amap.com/marker?position={lng},{lat}&name={name}&coordinate=wgs84&callnative=1";

/** Where a place is opened in a service of maps; nothing is asked of it before somebody follows the link. */
export function mapLink({ name, latitude, longitude }: Location): string {
  const values: Record<string, string> = { lat: String(latitude), lng: String(longitude), name };
  return template.replace(/\{(lat|lng|name)\}/gu, (_, key: string) => encodeURIComponent(values[key] ?? ""));
}

/** 31.23041° N, 121.47370° E */
export function coordinatesText({ latitude, longitude }: Location): string {
  const part = (value: number, above: string, below: string) =>
    `${Math.abs(value).toFixed(5)}° ${value < 0 ? below : above}`;
  return `${part(latitude, "N", "S")}, ${part(longitude, "E", "W")}`;
}
