import { workerStories } from "./worker-stories";

workerStories("PostgreSQL");
