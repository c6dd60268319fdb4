"use client";

import { Eye, EyeOff } from "lucide-react";
import { type ReactNode, useId, useRef, useState } from "react";
import { describedBy, FieldFrame } from "./field-frame";
import { useFormState } from "./form-context";
import { useAsciiOnly } from "./use-ascii-only";

type Props = {
  name: string;
  label: ReactNode;
  help?: ReactNode;
  autoComplete: "current-password" | "new-password";
  words: { show: string; hide: string; dropped: string };
};

/** The interactive part of PasswordField. */
export function PasswordInput({ name, label, help, autoComplete, words }: Props) {
  const id = useId();
  const error = useFormState().fields?.[name];
  const [isShown, setShown] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const wasDropped = useAsciiOnly(input);
  const { "aria-describedby": description, ...validity } = describedBy(id, error, help);
  const Icon = isShown ? EyeOff : Eye;
  return (
    <FieldFrame id={id} label={label} help={help} error={error}>
      <div className="relative">
        <input
          {...validity}
          ref={input}
          id={id}
          name={name}
          type={isShown ? "text" : "password"}
          required
          autoComplete={autoComplete}
          // Hints that keep input methods and helpful keyboards away.
          lang="en"
          inputMode={isShown ? "email" : undefined}
          autoCapitalize="none"
          autoCorrect="off"
          spellCheck={false}
          className="input ascii-only pr-12"
          aria-describedby={[description, `${id}-dropped`].filter(Boolean).join(" ")}
        />
        <button
          type="button"
          className="absolute inset-y-0 right-0 grid w-11 cursor-pointer place-items-center text-muted"
          aria-label={isShown ? words.hide : words.show}
          title={isShown ? words.hide : words.show}
          aria-controls={id}
          onClick={() => setShown(!isShown)}
        >
          <Icon aria-hidden className="size-4" />
        </button>
      </div>
      <p
        id={`${id}-dropped`}
        role="status"
        className="font-medium text-sm text-turn empty:absolute"
      >
        {wasDropped ? words.dropped : ""}
      </p>
    </FieldFrame>
  );
}
