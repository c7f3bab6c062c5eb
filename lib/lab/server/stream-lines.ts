import 'server-only'

export type Work<T> = (tell: (line: T) => void, signal: AbortSignal) => Promise<void>

/**
 * Streams an answer line by line (NDJSON), while an experiment runs.
 * @param work its signal aborts when the client stops reading, or when `stop` does; an exception aborts the answer
 * @param stop the signal of the request: the client can leave before the answer begins
 */
export function streamLines<T>(work: Work<T>, stop: AbortSignal): Response {
  const reader = new AbortController()
  const encoder = new TextEncoder()
  const body = new ReadableStream<Uint8Array>({
    async start(controller) {
      const tell = (line: T) => {
        if (!reader.signal.aborted) controller.enqueue(encoder.encode(`${JSON.stringify(line)}\n`))
      }
      await work(tell, AbortSignal.any([reader.signal, stop]))
      if (!reader.signal.aborted) controller.close()
    },
    cancel: () => reader.abort(),
  })
  return new Response(body, {
    headers: { 'Content-Type': 'application/x-ndjson; charset=utf-8', 'X-Accel-Buffering': 'no' },
  })
}

/** For work that must end with its client, and within the time limit of the server. @param longest seconds */
export const stopFor = ({ signal }: Request, longest: number): AbortSignal =>
  AbortSignal.any([signal, AbortSignal.timeout(longest * 1000)])
