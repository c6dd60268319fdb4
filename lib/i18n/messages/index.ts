/**
 * Everything gpusched says, one file per area and language. A new area is two files, and a line
 * here for each; its name is the namespace of `getTranslations("area")`.
 */
import type { Locale } from "../locales";
import adminAccessEn from "./en/adminAccess.json";
import adminAccountsEn from "./en/adminAccounts.json";
import adminAnnouncementEn from "./en/adminAnnouncement.json";
import adminAuditEn from "./en/adminAudit.json";
import adminGpusEn from "./en/adminGpus.json";
import adminHomeEn from "./en/adminHome.json";
import adminMaintenanceEn from "./en/adminMaintenance.json";
import adminOutboxEn from "./en/adminOutbox.json";
import adminReservationsEn from "./en/adminReservations.json";
import adminServerEn from "./en/adminServer.json";
import adminStatusEn from "./en/adminStatus.json";
import announcementEn from "./en/announcement.json";
import authEn from "./en/auth.json";
import bannerEn from "./en/banner.json";
import calendarEn from "./en/calendar.json";
import commonEn from "./en/common.json";
import crashEn from "./en/crash.json";
import dashboardEn from "./en/dashboard.json";
import errorsEn from "./en/errors.json";
import gpuEn from "./en/gpu.json";
import landingEn from "./en/landing.json";
import mailEn from "./en/mail.json";
import profileEn from "./en/profile.json";
import reservationEn from "./en/reservation.json";
import reserveEn from "./en/reserve.json";
import shellEn from "./en/shell.json";
import statsEn from "./en/stats.json";
import timelineEn from "./en/timeline.json";
import usageEn from "./en/usage.json";
import adminAccessZhTw from "./zh-TW/adminAccess.json";
import adminAccountsZhTw from "./zh-TW/adminAccounts.json";
import adminAnnouncementZhTw from "./zh-TW/adminAnnouncement.json";
import adminAuditZhTw from "./zh-TW/adminAudit.json";
import adminGpusZhTw from "./zh-TW/adminGpus.json";
import adminHomeZhTw from "./zh-TW/adminHome.json";
import adminMaintenanceZhTw from "./zh-TW/adminMaintenance.json";
import adminOutboxZhTw from "./zh-TW/adminOutbox.json";
import adminReservationsZhTw from "./zh-TW/adminReservations.json";
import adminServerZhTw from "./zh-TW/adminServer.json";
import adminStatusZhTw from "./zh-TW/adminStatus.json";
import announcementZhTw from "./zh-TW/announcement.json";
import authZhTw from "./zh-TW/auth.json";
import bannerZhTw from "./zh-TW/banner.json";
import calendarZhTw from "./zh-TW/calendar.json";
import commonZhTw from "./zh-TW/common.json";
import crashZhTw from "./zh-TW/crash.json";
import dashboardZhTw from "./zh-TW/dashboard.json";
import errorsZhTw from "./zh-TW/errors.json";
import gpuZhTw from "./zh-TW/gpu.json";
import landingZhTw from "./zh-TW/landing.json";
import mailZhTw from "./zh-TW/mail.json";
import profileZhTw from "./zh-TW/profile.json";
import reservationZhTw from "./zh-TW/reservation.json";
import reserveZhTw from "./zh-TW/reserve.json";
import shellZhTw from "./zh-TW/shell.json";
import statsZhTw from "./zh-TW/stats.json";
import timelineZhTw from "./zh-TW/timeline.json";
import usageZhTw from "./zh-TW/usage.json";

const en = {
  adminAnnouncement: adminAnnouncementEn,
  announcement: announcementEn,
  calendar: calendarEn,
  reserve: reserveEn,
  reservation: reservationEn,
  gpu: gpuEn,
  dashboard: dashboardEn,
  banner: bannerEn,
  adminAccounts: adminAccountsEn,
  adminAccess: adminAccessEn,
  adminAudit: adminAuditEn,
  adminGpus: adminGpusEn,
  adminHome: adminHomeEn,
  adminMaintenance: adminMaintenanceEn,
  adminOutbox: adminOutboxEn,
  adminReservations: adminReservationsEn,
  adminServer: adminServerEn,
  adminStatus: adminStatusEn,
  auth: authEn,
  profile: profileEn,
  common: commonEn,
  crash: crashEn,
  errors: errorsEn,
  landing: landingEn,
  mail: mailEn,
  shell: shellEn,
  stats: statsEn,
  usage: usageEn,
  timeline: timelineEn,
};

/** The shape of all messages; a key missing in either language fails the type-check. */
export type Messages = typeof en;

const zhTw: Messages = {
  adminAnnouncement: adminAnnouncementZhTw,
  announcement: announcementZhTw,
  calendar: calendarZhTw,
  reserve: reserveZhTw,
  reservation: reservationZhTw,
  gpu: gpuZhTw,
  dashboard: dashboardZhTw,
  banner: bannerZhTw,
  adminAccounts: adminAccountsZhTw,
  adminAccess: adminAccessZhTw,
  adminAudit: adminAuditZhTw,
  adminGpus: adminGpusZhTw,
  adminHome: adminHomeZhTw,
  adminMaintenance: adminMaintenanceZhTw,
  adminOutbox: adminOutboxZhTw,
  adminReservations: adminReservationsZhTw,
  adminServer: adminServerZhTw,
  adminStatus: adminStatusZhTw,
  auth: authZhTw,
  profile: profileZhTw,
  common: commonZhTw,
  crash: crashZhTw,
  errors: errorsZhTw,
  landing: landingZhTw,
  mail: mailZhTw,
  shell: shellZhTw,
  stats: statsZhTw,
  usage: usageZhTw,
  timeline: timelineZhTw,
};

export const MESSAGES: Readonly<Record<Locale, Messages>> = { en, "zh-TW": zhTw };

declare module "use-intl/core" {
  interface AppConfig {
    Locale: Locale;
    Messages: Messages;
  }
}
