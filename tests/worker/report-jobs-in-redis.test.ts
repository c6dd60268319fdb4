import { afterAll } from "vitest";
import { startRedis } from "@/tests/support/redis";
import { reportStories } from "./report-stories";

const redis = await startRedis();
process.env.REDIS_URL = redis.url;
afterAll(redis.stop);

reportStories("Redis");
