export { FileContent } from "./FileContent.tsx";
export { ImagesContent } from "./ImagesContent.tsx";
export { VideoContent } from "./VideoContent.tsx";
export { VoiceContent } from "./VoiceContent.tsx";
