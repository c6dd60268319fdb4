/** What administrators may enter about GPUs and servers. Bounds: the product's data table. */
import { z } from "zod";
import { checkbox, id, line, paragraph, wholeNumber } from "@/lib/schema";

const card = {
  /** A server's name; one that is not known yet is a new server. */
  server: line(80),
  index: wholeNumber(0, 99),
  model: line(80),
  cudaVersion: line(80),
  maxHours: wholeNumber(1, 8_760),
  /** °C */
  temperatureLimit: wholeNumber(30, 150),
  connectionInfo: paragraph(255),
};

/** What is told of a card wherever it is plugged in. */
export const cardSchema = z
  .object(card)
  .pick({ model: true, cudaVersion: true, maxHours: true, connectionInfo: true });

export const newGpuSchema = z.object({ ...card, enabled: checkbox });
export type NewGpu = z.output<typeof newGpuSchema>;

export const gpuEditSchema = z.object({
  id,
  /** What the administrator saw when they began, so that they overwrite nothing newer. */
  seen: z.string().max(100),
  ...card,
});
export type GpuEdit = z.output<typeof gpuEditSchema>;

export const gpuIdSchema = z.object({ id });

export const serverNameSchema = z.object({ id, name: line(80) });

export const serverIdSchema = z.object({ id });
