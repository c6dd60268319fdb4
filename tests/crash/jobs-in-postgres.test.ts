import { survives } from "./survives";

survives("PostgreSQL", 0);
