import { Bot } from "lucide-react";
import {
  Avatar,
  Badge,
  Breadcrumb,
  Button,
  EmptyState,
  ErrorState,
  GroupAvatar,
  KindTag,
  ProgressBar,
  Skeleton,
  Spinner,
  Tag,
  toast,
} from "../ui/index.ts";
import { Line, Shelf } from "./Shelf.tsx";

const people = ["林晓", "王芳", "李雷", "赵磊", "陈静", "孙悦", "周强", "欧阳静怡", "Alice Zhang"].map((name) => ({
  id: name,
  name,
}));

export function Pieces() {
  return (
    <>
      <Shelf title="Avatar, GroupAvatar, KindTag, Tag, Badge, ProgressBar, Breadcrumb">
        <Line>
          {people.map((person) => (
            <Avatar key={person.id} {...person} size={44} />
          ))}
        </Line>
        <Line>
          <Avatar id="李雷" name="李雷" size={44} presence="online" />
          <Avatar id="王芳" name="王芳" size={44} presence="busy" />
          <Avatar id="bot" name="机器人" size={44} icon={<Bot size={22} />} />
          <GroupAvatar members={people.slice(0, 2)} />
          <GroupAvatar members={people.slice(2, 5)} />
          <GroupAvatar members={people} />
        </Line>
        <Line>
          <KindTag kind="all" />
          <KindTag kind="external" />
          <KindTag kind="robot" />
          <KindTag kind="owner" />
          <KindTag kind="admin" />
          <Tag>普通群</Tag>
          <Tag tone="bad">已停用</Tag>
          <Badge count={5} />
          <Badge count={120} />
          <Badge count={3} dot />
          <Spinner />
        </Line>
        <ProgressBar label="导入" value={0.62} />
        <ProgressBar label="导入" value={undefined} />
        <Breadcrumb
          items={[
            { id: "1", label: "星河科技" },
            { id: "2", label: "技术部" },
            { id: "3", label: "前端组" },
          ]}
          onSelect={(id) => toast.info(id)}
        />
      </Shelf>
      <Shelf title="EmptyState, ErrorState, Skeleton">
        <EmptyState title="还没有会话" action={<Button tone="primary">发起群聊</Button>} />
        <ErrorState
          title="成员没有加载出来"
          message="服务器暂时没有回应"
          errorId="01JD3V8Q"
          onRetry={() => undefined}
        />
        <Skeleton look="list" rows={3} />
      </Shelf>
    </>
  );
}
