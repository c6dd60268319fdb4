"use server";

import { getTranslations } from "next-intl/server";
import { z } from "zod";
import { changePassword } from "@/lib/accounts/commands-password";
import { changeEmail, updateProfile } from "@/lib/accounts/commands-profile";
import { resendVerification } from "@/lib/accounts/commands-verify";
import { emailChangeSchema, passwordChangeSchema, profileSchema } from "@/lib/accounts/schema";
import { makeFeed, revokeFeed } from "@/lib/calendar/commands";
import { ADMINISTRATORS_KINDS } from "@/lib/domain/mail-kinds";
import { muteMails } from "@/lib/notifications/commands";
import { mutedKinds } from "@/lib/notifications/queries";
import { mailPreferencesSchema } from "@/lib/notifications/schema";
import { userAction } from "@/lib/web/action";
import { writeSessionCookie } from "@/lib/web/session-cookie";

export const saveProfile = userAction({
  schema: profileSchema,
  run: async (profile, actor) => {
    await updateProfile(actor, profile);
    const t = await getTranslations({ locale: profile.locale, namespace: "profile" });
    return { message: t("saved") };
  },
});

export const saveEmail = userAction({
  schema: emailChangeSchema,
  run: async (change, actor) => {
    await changeEmail(actor, change);
    const t = await getTranslations("profile");
    return { message: t("emailChanged") };
  },
});

export const sendVerificationAgain = userAction({
  schema: z.object({}),
  run: async (_nothing, actor) => {
    await resendVerification(actor);
    const t = await getTranslations("profile");
    return { message: t("resent") };
  },
});

/** Every session ends, and this browser's begins anew. */
export const savePassword = userAction({
  schema: passwordChangeSchema,
  run: async (change, actor) => {
    await writeSessionCookie(await changePassword(actor, change));
    const t = await getTranslations("profile");
    return { message: t("passwordChanged") };
  },
});

/** The boxes that somebody sees; what only administrators are asked stays as it is for others. */
export const saveMailPreferences = userAction({
  schema: mailPreferencesSchema,
  run: async (unwanted, actor) => {
    const before = await mutedKinds(actor.id);
    const asked = unwanted.filter((kind) => actor.isAdmin || !ADMINISTRATORS_KINDS.includes(kind));
    const kept = actor.isAdmin ? [] : ADMINISTRATORS_KINDS.filter((kind) => before.has(kind));
    await muteMails(actor, [...asked, ...kept]);
    const t = await getTranslations("profile");
    return { message: t("saved") };
  },
});

export const makeCalendar = userAction({
  schema: z.object({}),
  run: async (_nothing, actor) => {
    await makeFeed(actor);
    const t = await getTranslations("profile");
    return { message: t("calendar.made") };
  },
});

export const stopCalendar = userAction({
  schema: z.object({}),
  run: async (_nothing, actor) => {
    await revokeFeed(actor);
    return undefined;
  },
});
