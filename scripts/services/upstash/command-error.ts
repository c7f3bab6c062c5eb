/** An error with Redis's own text, as the Upstash REST API returns it: `ERR syntax error`. */
export class CommandError extends Error {
  readonly code = 'command'
}
