import { type Settings, secret, settings } from "../settings";

/** What is shorter would be found in harmless words as well. */
const LEAST_LENGTH = 6;

function passwordIn(address: string | undefined): string[] {
  if (!address || !URL.canParse(address)) return [];
  const { password } = new URL(address);
  return [password, orNothing(() => decodeURIComponent(password)) ?? ""];
}

/** Without a setting that is wrong, or the secret that is not made yet, there is nothing to hide. */
function orNothing<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

const secretsIn = (all: Settings): string[] => [
  ...[all.NEXTAUTH_SECRET, all.PASSWORD, all.METRICS_TOKEN].flatMap((each) => each ?? []),
  ...[all.DATABASE_URL, all.REDIS_URL, all.SMTP_URL].flatMap(passwordIn),
];

let known: readonly string[] | undefined;

/** The secrets of this installation, which may be told to nobody, wherever they come up. */
export function knownSecrets(): readonly string[] {
  if (known) return known;
  const all = orNothing(settings);
  const signing = orNothing(secret);
  const found = [...(all ? secretsIn(all) : []), ...(signing ? [signing] : [])];
  const secrets = [...new Set(found)].filter(({ length }) => length >= LEAST_LENGTH);
  if (all && signing) known = secrets;
  return secrets;
}
