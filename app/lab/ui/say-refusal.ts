/** Why an experiment did not begin. @param status of the answer; 0 for none */
export const sayRefusal = (status: number): string => sentences[status] ?? 'That did not work. Try again in a moment.'

const sentences: Readonly<Record<number, string>> = {
  401: 'Your session has ended.',
  403: 'This needs a login within the last minutes.',
  404: 'The stolen copy has expired. Start again to steal another.',
  409: 'Your account has no room for the sessions that this takes. End some of them first.',
  429: 'Another experiment of yours is running. Wait until it is over.',
}

/** Whether a word of `sayRefusal` is one after which only a login helps. */
export const mustLogIn = (word: string) => word === sentences[401] || word === sentences[403]
