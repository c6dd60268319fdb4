import { databaseAwayStories } from "./database-away-stories";

await databaseAwayStories("PostgreSQL");
