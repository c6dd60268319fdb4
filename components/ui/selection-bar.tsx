"use client";

import { useEffect, useState } from "react";

type Props = {
  /** The id of the form to which the boxes of the rows belong. */
  form: string;
  action: string;
  all: string;
  /** What can be done with what is ticked: the value of "do", its words, and those with "{count}". */
  buttons: readonly {
    readonly value: string;
    readonly label: string;
    readonly counted: string;
  }[];
};

const boxesOf = (form: string) => [
  ...document.querySelectorAll<HTMLInputElement>(`input[type="checkbox"][form="${form}"]`),
];

/**
 * What to do with the ticked rows of a table. A plain form that leads to a page which asks; the
 * number of ticks, and the box that ticks all, come with JavaScript.
 */
export function SelectionBar({ form, action, all, buttons }: Props) {
  const [ticked, setTicked] = useState<{ some: number; of: number }>();

  useEffect(() => {
    const look = () => {
      const boxes = boxesOf(form);
      setTicked({ some: boxes.filter(({ checked }) => checked).length, of: boxes.length });
    };
    look();
    document.addEventListener("change", look);
    return () => document.removeEventListener("change", look);
  }, [form]);

  return (
    <form id={form} method="get" action={action} className="flex flex-wrap items-center gap-3 pb-2">
      <label className={`flex min-h-9 items-center gap-2 ${ticked ? "" : "invisible"}`}>
        <input
          type="checkbox"
          className="checkbox checkbox-primary checkbox-sm"
          checked={ticked !== undefined && ticked.of > 0 && ticked.some === ticked.of}
          ref={(box) => {
            if (box) box.indeterminate = !!ticked && ticked.some > 0 && ticked.some < ticked.of;
          }}
          onChange={({ target }) => {
            for (const box of boxesOf(form)) box.checked = target.checked;
            document.dispatchEvent(new Event("change"));
          }}
        />
        {all}
      </label>
      {buttons.map(({ value, label, counted }) => (
        <button
          key={value}
          type="submit"
          name="do"
          value={value}
          className="btn btn-sm"
          aria-disabled={ticked?.some === 0 || undefined}
          onClick={(event) => {
            if (ticked?.some === 0) event.preventDefault();
          }}
        >
          {ticked ? counted.replace("{count}", String(ticked.some)) : label}
        </button>
      ))}
    </form>
  );
}
