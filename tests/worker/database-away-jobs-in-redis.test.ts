import { afterAll } from "vitest";
import { startRedis } from "@/tests/support/redis";
import { databaseAwayStories } from "./database-away-stories";

const redis = await startRedis();
process.env.REDIS_URL = redis.url;
afterAll(redis.stop);

await databaseAwayStories("Redis");
