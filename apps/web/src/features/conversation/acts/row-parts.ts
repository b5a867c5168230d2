export { ThreadLine } from "../thread/ThreadLine.tsx";
export { PickBox } from "./PickBox.tsx";
export { RecalledActs } from "./RecalledActs.tsx";
export { RowFeet } from "./RowFeet.tsx";
export { RowTools } from "./RowTools.tsx";
