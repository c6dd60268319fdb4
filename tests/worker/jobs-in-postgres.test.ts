import { sql } from "@/lib/db";
import { jobStories } from "./job-stories";

jobStories("PostgreSQL", () => sql("DELETE FROM gpusched_jobs.job"));
