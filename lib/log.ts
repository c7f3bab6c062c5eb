/** One JSON line per event, for whatever collects standard error; on the edge too. Names and codes only: a message may quote a secret. */
export function logFailure(event: string, error: unknown): void {
  console.error(JSON.stringify({ level: 'error', event, reasons: reasonsOf(error) }))
}

/** What others tell us about themselves, in facts that the caller has made short and harmless. */
export function logReport(event: string, facts: Readonly<Record<string, string>>): void {
  console.warn(JSON.stringify({ level: 'warn', event, ...facts }))
}

function reasonsOf(error: unknown): string[] {
  if (!(error instanceof Error)) return []
  const code = 'code' in error && typeof error.code === 'string' ? `${error.name} ${error.code}` : error.name
  return [code, ...reasonsOf(error.cause)]
}
