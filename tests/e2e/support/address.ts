/** What the global setup tells the tests, through their environment. */
const told = (name: string): string | undefined => process.env[name] || undefined;

function certain(name: string): string {
  const value = told(name);
  if (!value) throw new Error(`${name} is not set: the portal was not started by the global setup`);
  return value;
}

/** The portal's address; unknown while the configuration is first read. */
export const addressOfPortal = (): string | undefined => told("E2E_PORTAL");

/** Where the received mails can be read. */
export const addressOfMails = (): string => certain("E2E_MAILS");

/** What web and worker have written to their log so far. */
export const logFile = (): string => certain("E2E_LOG");

/** How to log in as the administrator that `npm run admin:create` made. */
export const administrator = () => ({
  login: certain("E2E_ADMINISTRATOR"),
  password: certain("E2E_PASSWORD"),
});
