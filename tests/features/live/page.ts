/** An open page, as far as the hub knows of it. */
import { expect, vi } from "vitest";
import type { Actor } from "@/lib/actor";
import type { Hub } from "@/lib/live/hub";
import type { Reading } from "@/lib/stats/views";

export class OpenPage {
  readonly #leave = new AbortController();
  text = "";
  isEnded = false;

  constructor(hub: Hub, { id }: Actor, sessionVersion = 0) {
    void this.#read(hub.open({ userId: id, sessionVersion }, this.#leave.signal));
  }

  leave(): void {
    this.#leave.abort();
  }

  /** Every message of readings so far. */
  get messages(): Reading[][] {
    const told = this.text.matchAll(/^event: readings\ndata: (.*)\n$/gm);
    return [...told].map(([, data]) => JSON.parse(data ?? ""));
  }

  /** Every word of a change so far: within how many ms it should ask anew. */
  get changes(): number[] {
    const told = this.text.matchAll(/^event: changes\ndata: (.*)\n$/gm);
    return [...told].map(([, data]) => JSON.parse(data ?? "").withinMs);
  }

  /** The loads that it was told of a GPU, in their order. */
  loads(gpuId: number): (number | null)[] {
    return this.messages
      .flat()
      .filter((reading) => reading.gpuId === gpuId)
      .map(({ load }) => load);
  }

  async told(gpuId: number, loads: readonly number[]): Promise<void> {
    await vi.waitFor(() => expect(this.loads(gpuId)).toEqual(loads), 8_000);
  }

  async ended(): Promise<void> {
    await vi.waitFor(() => expect(this.isEnded).toBe(true), 8_000);
  }

  async #read(body: ReadableStream<Uint8Array>): Promise<void> {
    const decoder = new TextDecoder();
    for await (const chunk of body) this.text += decoder.decode(chunk, { stream: true });
    this.isEnded = true;
  }
}
