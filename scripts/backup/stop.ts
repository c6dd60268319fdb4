/** A signal that aborts when somebody asks this process to end; what is half done is then undone. */
export function whenAskedToStop(): AbortSignal {
  const stopping = new AbortController();
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(name, () => stopping.abort());
  }
  return stopping.signal;
}
