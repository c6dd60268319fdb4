/** A developer's own settings, such as a mail server or a database, are not for tests. */
import { SETTING_NAMES } from "@/lib/settings";

for (const name of SETTING_NAMES) process.env[name] = "";
process.env.NEXTAUTH_SECRET = "only-for-tests-only-for-tests-only-for-tests";
