import { BellOff, LogOut, Pencil, Pin } from "lucide-react";
import { useState } from "react";
import {
  Button,
  ContextMenu,
  confirm,
  Dialog,
  Drawer,
  Menu,
  type MenuItem,
  Popover,
  Sheet,
  Tooltip,
  toast,
} from "../ui/index.ts";
import { Line, Shelf } from "./Shelf.tsx";

const items: readonly MenuItem[] = [
  { label: "置顶", icon: <Pin size={15} />, checked: true, onSelect: () => toast.ok("已置顶") },
  { label: "消息免打扰", icon: <BellOff size={15} />, onSelect: () => toast.info("已免打扰") },
  { label: "重命名", icon: <Pencil size={15} />, shortcut: "F2", disabled: true, onSelect: () => undefined },
  "line",
  { label: "退出群聊", icon: <LogOut size={15} />, tone: "danger", onSelect: () => toast.error("群主须先转让群聊") },
];

const dissolve = () =>
  confirm({
    title: "解散群聊",
    body: "解散后所有成员都不能再发消息，聊天记录仍会保留。",
    confirmLabel: "解散",
    danger: true,
    typeName: "产品群",
  }).then((yes) => toast.info(yes ? "已解散" : "已取消"));

export function Overlays() {
  const [open, setOpen] = useState<"dialog" | "sheet" | "drawer" | null>(null);
  const shared = { title: "群聊信息", onOpenChange: () => setOpen(null) };
  const footer = (
    <>
      <Button onClick={() => setOpen(null)}>取消</Button>
      <Button tone="primary" onClick={() => setOpen(null)}>
        确定
      </Button>
    </>
  );
  return (
    <Shelf title="Dialog, Sheet, Drawer, Menu, ContextMenu, Popover, Tooltip, toast, confirm">
      <Line>
        <Button onClick={() => setOpen("dialog")}>Dialog</Button>
        <Button onClick={() => setOpen("sheet")}>Sheet</Button>
        <Button onClick={() => setOpen("drawer")}>Drawer</Button>
        <Menu items={items}>
          <Button>Menu</Button>
        </Menu>
        <Popover label="成员名片" trigger={<Button>Popover</Button>}>
          {(close) => <Button onClick={close}>知道了</Button>}
        </Popover>
        <Tooltip text="一句说明">
          <Button>Tooltip</Button>
        </Tooltip>
      </Line>
      <Line>
        <Button onClick={() => toast.ok("已保存")}>toast.ok</Button>
        <Button onClick={() => toast.error("发送失败", { label: "重试", onSelect: () => toast.ok("已发送") })}>
          toast.error
        </Button>
        <Button tone="danger" onClick={dissolve}>
          confirm
        </Button>
      </Line>
      <ContextMenu label="ContextMenu" items={items}>
        <div className="flex h-16 items-center justify-center rounded-card border border-dashed border-line-strong text-meta text-ink-3">
          右键或长按
        </div>
      </ContextMenu>
      <Dialog open={open === "dialog"} {...shared} description="46 人 · 内部群" footer={footer}>
        <p>评审会每周五 15:00，材料须提前一天上传群文件；讨论结论以纪要文档为准。</p>
      </Dialog>
      <Sheet open={open === "sheet"} {...shared}>
        <p className="pb-4">评审会每周五 15:00，材料须提前一天上传群文件。</p>
      </Sheet>
      <Drawer open={open === "drawer"} {...shared} footer={footer}>
        <p>评审会每周五 15:00，材料须提前一天上传群文件。</p>
      </Drawer>
    </Shelf>
  );
}
