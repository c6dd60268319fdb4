import { reportStories } from "./report-stories";

reportStories("PostgreSQL");
