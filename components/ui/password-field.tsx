import { useTranslations } from "next-intl";
import type { ComponentProps } from "react";
import { PasswordInput } from "./password-input";

type Props = Omit<ComponentProps<typeof PasswordInput>, "words">;

/**
 * A password with its label: hidden until asked for, and printable ASCII whatever the keyboard
 * does. Set `autoComplete` to "current-password" or "new-password".
 */
export function PasswordField(props: Props) {
  const t = useTranslations("common.password");
  return (
    <PasswordInput {...props} words={{ show: t("show"), hide: t("hide"), dropped: t("dropped") }} />
  );
}
