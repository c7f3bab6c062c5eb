/** Why an experiment did not start. @param status of the answer; 0 without one */
export const sayRefusal = (status: number): string => sentences[status] ?? 'That did not work. Try again in a moment.'

const sentences: Readonly<Record<number, string>> = {
  401: 'Your session has ended.',
  403: 'For your security, this needs a login within the last few minutes.',
  404: 'The stolen copy has expired. Start again to steal another.',
  409: 'Your account cannot have the additional sessions that this needs. End some sessions first.',
  429: 'Another experiment of yours is running. Wait until it is over.',
}

/** Whether a sentence of `sayRefusal` requires a new login. */
export const mustLogIn = (word: string) => word === sentences[401] || word === sentences[403]
