/** The part of it that is used here; it brings no types. */
declare module 'autocannon' {
  interface Options {
    url: string
    connections: number
    /** Seconds. */
    duration: number
    headers: Readonly<Record<string, string>>
    method: 'GET' | 'POST'
    requests: readonly { setupRequest: (request: Request) => Request }[]
    setupClient: (client: Client) => void
  }

  interface Request {
    body: string
  }

  interface Client {
    /** Milliseconds. */
    on(event: 'response', listener: (status: number, bytes: number, duration: number) => void): void
  }

  interface Result {
    requests: { total: number }
    /** Seconds. */
    duration: number
    errors: number
    timeouts: number
  }

  export default function autocannon(options: Options): Promise<Result>
}
