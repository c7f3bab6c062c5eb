/** Why an experiment did not begin. @param status of the answer; 0 for none */
export const sayRefusal = (status: number): string => sentences[status] ?? 'That did not work. Try again in a moment.'

const sentences: Readonly<Record<number, string>> = {
  401: 'Your session has ended. Log in again.',
  403: 'For this your password must have been proved minutes ago. Log in again.',
  404: 'That copy is gone. Steal another.',
  409: 'Your account has no room for the sessions that this takes. End some of them first.',
  429: 'Another experiment of yours goes on. Wait until it is over.',
}
