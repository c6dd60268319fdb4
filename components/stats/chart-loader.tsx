"use client";

import { createContext, type ReactNode, useContext, useEffect, useRef, useState } from "react";
import type { TimeView } from "@/lib/i18n/format";
import type { GpuChart, Measure } from "@/lib/stats/views";
import type { Chart } from "./chart";
import type { ChartWords } from "./chart-words";

const REFRESH_MS = 60_000;
/** Begins to load when this far from what is seen. */
const NEAR = "400px";

type Loaded = { readonly chart: GpuChart; readonly Chart: typeof Chart };
type State = Loaded | "loading" | "failed";
type Shared = { state: State; retry: () => void; view: TimeView; words: ChartWords };

const Charts = createContext<Shared | null>(null);

async function load(gpuId: number): Promise<Loaded> {
  const [answer, { Chart }] = await Promise.all([
    fetch(`/api/gpus/${gpuId}/chart`, { cache: "no-store" }),
    import("./chart"),
  ]);
  if (!answer.ok) throw new Error(`the chart's data: ${answer.status}`);
  return { chart: await answer.json(), Chart };
}

type Props = { gpuId: number; view: TimeView; words: ChartWords; children: ReactNode };

/** Loads what the charts in it draw, and what draws them, once they are nearly in sight. */
export function ChartLoader({ gpuId, view, words, children }: Props) {
  const [state, setState] = useState<State>("loading");
  const [isNear, setNear] = useState(false);
  const [attempt, setAttempt] = useState(0);
  const box = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (!box.current) return;
    const seen = ([entry]: IntersectionObserverEntry[]) => setNear(entry?.isIntersecting ?? false);
    const observer = new IntersectionObserver(seen, { rootMargin: NEAR });
    observer.observe(box.current);
    return () => observer.disconnect();
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new attempt is a reason to load.
  useEffect(() => {
    if (!isNear) return;
    let isLeft = false;
    const update = () => {
      if (document.visibilityState !== "visible") return;
      load(gpuId).then(
        (loaded) => !isLeft && setState(loaded),
        // What is drawn already stays.
        () => !isLeft && setState((known) => (typeof known === "object" ? known : "failed")),
      );
    };
    update();
    const timer = setInterval(update, REFRESH_MS);
    return () => {
      isLeft = true;
      clearInterval(timer);
    };
  }, [isNear, gpuId, attempt]);

  const retry = () => {
    setState("loading");
    setAttempt((count) => count + 1);
  };
  return (
    <div ref={box}>
      <Charts value={{ state, retry, view, words }}>{children}</Charts>
    </div>
  );
}

/** The place of one chart, as high as the chart from the beginning. */
export function ChartPlace({ measure, height }: { measure: Measure; height: string }) {
  const shared = useContext(Charts);
  if (!shared) return null;
  const { state, retry, view, words } = shared;
  return (
    <div className={`noscript:hidden ${height}`} data-measure={measure}>
      {state === "loading" && <div className="appear-late size-full rounded-field bg-base-200" />}
      {state === "failed" && (
        <div className="grid size-full place-content-center justify-items-center gap-2 rounded-field bg-base-200">
          <p>{words.failed}</p>
          <button type="button" className="btn btn-sm" onClick={retry}>
            {words.retry}
          </button>
        </div>
      )}
      {typeof state === "object" && (
        <state.Chart measure={measure} chart={state.chart} view={view} words={words} />
      )}
    </div>
  );
}
