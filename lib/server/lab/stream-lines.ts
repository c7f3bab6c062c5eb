import 'server-only'

/**
 * An answer that is told line by line (NDJSON), while something goes on.
 * @param work is told by the signal when nobody reads on; whatever it throws breaks the answer off
 */
export function streamLines<T>(work: (tell: (line: T) => void, signal: AbortSignal) => Promise<void>): Response {
  const reader = new AbortController()
  const encoder = new TextEncoder()
  const body = new ReadableStream<Uint8Array>({
    async start(controller) {
      const tell = (line: T) => {
        if (!reader.signal.aborted) controller.enqueue(encoder.encode(`${JSON.stringify(line)}\n`))
      }
      await work(tell, reader.signal)
      if (!reader.signal.aborted) controller.close()
    },
    cancel: () => reader.abort(),
  })
  return new Response(body, { headers: { 'Content-Type': 'application/x-ndjson', 'X-Accel-Buffering': 'no' } })
}
