import {
  BadgeCheck,
  Camera,
  ChartColumn,
  FolderOpen,
  IdCard,
  Image,
  Images,
  ListOrdered,
  type LucideIcon,
  MapPin,
  Mic,
  Type,
} from "lucide-react";
import type { Tool } from "./tools.ts";

export const toolIcons: Record<Tool, LucideIcon> = {
  image: Image,
  album: Images,
  camera: Camera,
  file: FolderOpen,
  voice: Mic,
  card: IdCard,
  location: MapPin,
  poll: ChartColumn,
  chain: ListOrdered,
  ask: BadgeCheck,
  format: Type,
};
