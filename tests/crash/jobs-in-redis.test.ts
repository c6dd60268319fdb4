import { survives } from "./survives";

survives("Redis", 1);
