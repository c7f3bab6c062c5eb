/** Writes one JSON line per event to standard error, for a log collector. Names and codes only: a message may quote a token. */
export function logFailure(event: string, error: unknown): void {
  console.error(JSON.stringify({ level: 'error', event, reasons: reasonsOf(error) }))
}

function reasonsOf(error: unknown): string[] {
  if (!(error instanceof Error)) return []
  const code = 'code' in error && typeof error.code === 'string' ? `${error.name} ${error.code}` : error.name
  return [code, ...reasonsOf(error.cause)]
}
