/** The issuer did not answer in time, or gave an invalid answer. It says nothing about the token: the client may try again. */
export class IssuerAwayError extends Error {
  readonly code: string

  /** @param code the request, and the status of the answer if there was one: `introspection_401` */
  constructor(code: string, cause?: unknown) {
    super(`The issuer is unavailable: ${code}`, { cause })
    this.name = 'IssuerAwayError'
    this.code = code
  }
}
