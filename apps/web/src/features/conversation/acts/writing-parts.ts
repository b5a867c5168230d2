export { ActDialogs } from "./ActDialogs.tsx";
export { EditComposer } from "./EditComposer.tsx";
export { editLastOwn } from "./edit-last-own.ts";
export { SelectionBar } from "./SelectionBar.tsx";
