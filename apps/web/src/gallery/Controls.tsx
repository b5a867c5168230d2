import { Bell, Plus, Search, Trash2 } from "lucide-react";
import { useState } from "react";
import {
  Button,
  Checkbox,
  Field,
  IconButton,
  Input,
  PasswordInput,
  RadioGroup,
  SearchBox,
  Select,
  Switch,
  Tabs,
  Textarea,
  type TriState,
} from "../ui/index.ts";
import { Line, Shelf } from "./Shelf.tsx";

export function Controls() {
  return (
    <>
      <Buttons />
      <Fields />
      <Choices />
    </>
  );
}

function Buttons() {
  return (
    <Shelf title="Button, IconButton">
      <Line>
        <Button tone="primary">发送</Button>
        <Button>取消</Button>
        <Button tone="danger">退出群聊</Button>
        <Button tone="danger-solid">解散群聊</Button>
        <Button tone="ghost">更多</Button>
        <Button tone="link">查看全部</Button>
      </Line>
      <Line>
        <Button tone="primary" loading>
          保存
        </Button>
        <Button tone="primary" disabled>
          保存
        </Button>
        <Button size="sm" icon={<Plus size={14} aria-hidden />}>
          添加
        </Button>
        <Button size="lg" tone="primary">
          登录
        </Button>
      </Line>
      <Line>
        <IconButton label="搜索" shortcut="Ctrl+F" icon={<Search size={18} />} />
        <IconButton label="消息免打扰" pressed icon={<Bell size={18} />} />
        <IconButton label="删除" disabled icon={<Trash2 size={18} />} />
      </Line>
    </Shelf>
  );
}

function Fields() {
  const [kind, setKind] = useState<"normal" | "department" | "all">();
  const [query, setQuery] = useState("");
  return (
    <Shelf title="Field, Input, PasswordInput, Textarea, Select, SearchBox">
      <Field label="群名称" required hint="2–30 个字">
        <Input placeholder="例如：双十二推广" />
      </Field>
      <Field label="手机号" error="手机号应为 11 位数字">
        <Input defaultValue="1380013" inputMode="tel" />
      </Field>
      <Field label="密码">
        <PasswordInput defaultValue="correct horse" autoComplete="current-password" />
      </Field>
      <Field label="群类型">
        <Select
          value={kind}
          onChange={setKind}
          options={[
            { value: "normal", label: "普通群" },
            { value: "department", label: "部门群" },
            { value: "all", label: "全员群", disabled: true },
          ]}
        />
      </Field>
      <Field label="群公告">
        <Textarea defaultValue="评审会每周五 15:00，材料须提前一天上传群文件。" />
      </Field>
      <SearchBox onSearch={setQuery} placeholder="搜索姓名、拼音、部门" />
      <p className="text-meta text-ink-3">搜索了：{query || "—"}</p>
    </Shelf>
  );
}

function Choices() {
  const [ticks, setTicks] = useState<TriState[]>([false, true, "mixed"]);
  const [mode, setMode] = useState<"a" | "b">("a");
  const [on, setOn] = useState(true);
  const [tab, setTab] = useState<"all" | "unread" | "mine">("all");
  const items = [
    { value: "all" as const, label: "全部" },
    { value: "unread" as const, label: "未读", count: 12 },
    { value: "mine" as const, label: "@我" },
  ];
  return (
    <Shelf title="Checkbox, RadioGroup, Switch, Tabs">
      <Line>
        {["技术部", "设计部", "市场部"].map((name, index) => (
          <Checkbox
            key={name}
            label={name}
            checked={ticks[index] ?? false}
            onChange={(next) => setTicks(ticks.map((tick, at) => (at === index ? next : tick)))}
          />
        ))}
        <Checkbox label="不可选" checked disabled onChange={() => undefined} />
      </Line>
      <RadioGroup
        cards
        label="入群方式"
        value={mode}
        onChange={setMode}
        options={[
          { value: "a", label: "跟随部门", hint: "有人入职或离职时自动更新" },
          { value: "b", label: "固定成员", hint: "只在手动邀请时变化" },
        ]}
      />
      <Switch label="消息免打扰" checked={on} onChange={setOn} />
      <Switch label="仅群主可管理" hint="邀请、移除与改群信息" checked={!on} onChange={(next) => setOn(!next)} />
      <Tabs label="筛选" look="pill" items={items} value={tab} onChange={setTab} />
      <Tabs label="页" items={items} value={tab} onChange={setTab} />
    </Shelf>
  );
}
