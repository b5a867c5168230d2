export { DialogWindow } from "./DialogWindow.tsx";
export { DrawerWindow } from "./DrawerWindow.tsx";
export { MenuContent } from "./MenuContent.tsx";
export { PopoverContent } from "./PopoverContent.tsx";
export { SheetWindow } from "./SheetWindow.tsx";
