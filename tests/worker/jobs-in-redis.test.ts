import { Redis } from "ioredis";
import { afterAll } from "vitest";
import { startRedis } from "@/tests/support/redis";
import { jobStories } from "./job-stories";

const redis = await startRedis();
process.env.REDIS_URL = redis.url;
afterAll(redis.stop);

jobStories("Redis", async () => {
  const client = new Redis(redis.url);
  await client.flushall();
  await client.quit();
});
