import { afterAll } from "vitest";
import { startRedis } from "@/tests/support/redis";
import { workerStories } from "./worker-stories";

const redis = await startRedis();
process.env.REDIS_URL = redis.url;
afterAll(redis.stop);

workerStories("Redis");
