/** One question over the network, and how long the round trip took. */

export interface Reply {
  status: number
  headers: Headers
  /** Of JSON; otherwise null. */
  body: unknown
  milliseconds: number
}

/** Milliseconds. */
const patience = 10_000

/** @returns null when nothing came back, whatever the reason: a page is not told whether it was the network or CORS */
export async function ask(address: string, init: RequestInit): Promise<Reply | null> {
  const start = performance.now()
  try {
    const signal = AbortSignal.timeout(patience)
    const response = await fetch(address, { cache: 'no-store', redirect: 'error', signal, ...init })
    const body = toJson(await response.text())
    return { status: response.status, headers: response.headers, body, milliseconds: performance.now() - start }
  } catch {
    return null
  }
}

function toJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
