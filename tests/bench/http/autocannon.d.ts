/** The part of the API that is used here; the package has no types. */
declare module 'autocannon' {
  interface Options {
    url: string
    connections: number
    /** Seconds. */
    duration: number
    headers: Readonly<Record<string, string>>
  }

  interface Result {
    requests: { total: number }
    /** Seconds. */
    duration: number
    non2xx: number
    errors: number
    timeouts: number
  }

  export default function autocannon(options: Options): Promise<Result>
}
