import 'server-only'

export type Work<T> = (tell: (line: T) => void, signal: AbortSignal) => Promise<void>

/**
 * An answer that is told line by line (NDJSON), while something goes on.
 * @param work is told by its signal when nobody reads on, or when `stop` says so; whatever it throws breaks the answer off
 * @param stop of the request: somebody can leave before there is an answer to leave
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

/** For work that must not outlive its reader, nor what a server may take. @param longest seconds */
export const stopFor = ({ signal }: Request, longest: number): AbortSignal =>
  AbortSignal.any([signal, AbortSignal.timeout(longest * 1000)])
