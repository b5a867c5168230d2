export { ChainContent } from "./ChainContent.tsx";
export { PollContent } from "./PollContent.tsx";
