export { CardContent } from "./CardContent.tsx";
export { LinkContent } from "./LinkContent.tsx";
export { LocationContent } from "./LocationContent.tsx";
export { MergedContent } from "./MergedContent.tsx";
export { StickerContent } from "./StickerContent.tsx";
