/** The issuer did not answer in time, or not with what it promised. Never a verdict on a token: whoever sent it may try again. */
export class IssuerAwayError extends Error {
  readonly code: string

  /** @param code what was asked for, and the status that came back if there was one: `introspection_401` */
  constructor(code: string, cause?: unknown) {
    super(`The issuer is away: ${code}`, { cause })
    this.name = 'IssuerAwayError'
    this.code = code
  }
}
