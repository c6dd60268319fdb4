"use client";

import type { ComponentProps } from "react";
import { useFormStatus } from "react-dom";

/** Sends its form, shows that it works, and cannot be pressed twice. Says what it does. */
export function SubmitButton({
  children,
  className = "btn-primary",
  ...button
}: Omit<ComponentProps<"button">, "type" | "disabled">) {
  const { pending } = useFormStatus();
  return (
    // aria-disabled, unlike disabled, keeps the focus where it is.
    <button
      {...button}
      type="submit"
      className={`btn ${className}`}
      aria-disabled={pending || undefined}
      data-pending={pending || undefined}
      onClick={(event) => {
        if (pending) event.preventDefault();
      }}
    >
      {pending && <span aria-hidden className="loading loading-spinner loading-xs" />}
      {children}
    </button>
  );
}
