import {
  Activity,
  CalendarClock,
  ChartNoAxesColumn,
  ClipboardList,
  Cpu,
  Grid3x3,
  History,
  LayoutDashboard,
  Mail,
  Megaphone,
  Server,
  Users,
} from "lucide-react";

/** The main places of everyone who is logged in, and where they are. */
export const PLACES = [
  { name: "dashboard", href: "/dashboard", Icon: LayoutDashboard },
  { name: "reserve", href: "/reserve", Icon: CalendarClock },
  { name: "usage", href: "/usage", Icon: ChartNoAxesColumn },
] as const;

/** The places of administrators, behind "Manage". */
export const ADMIN_PLACES = [
  { name: "accounts", href: "/admin/accounts", Icon: Users },
  { name: "gpus", href: "/admin/gpus", Icon: Cpu },
  { name: "servers", href: "/admin/servers", Icon: Server },
  { name: "access", href: "/admin/access", Icon: Grid3x3 },
  { name: "reservations", href: "/admin/reservations", Icon: ClipboardList },
  { name: "announcement", href: "/admin/announcement", Icon: Megaphone },
  { name: "outbox", href: "/admin/outbox", Icon: Mail },
  { name: "audit", href: "/admin/audit", Icon: History },
  { name: "status", href: "/admin/status", Icon: Activity },
] as const;
