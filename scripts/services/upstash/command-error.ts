/** A refusal in Redis's own words, as the Upstash REST API passes it on: `ERR syntax error`. */
export class CommandError extends Error {
  readonly code = 'command'
}
