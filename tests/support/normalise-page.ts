/**
 * A page without the parts that differ between any two answers: nonces, e-mail addresses, and the order in which React
 * happened to finish the rows of the flight data. A remaining difference reveals information.
 */
export function normalisePage(body: string, ...words: readonly string[]): string {
  const plain = body.replace(/nonce(="|":"|\\":\\")[A-Za-z0-9+/=]+/g, 'nonce$1')
  const [html = '', ...flight] = plain.split('<script nonce="">self.__next_f.push([1,"')
  // A push may end within a row: it ends with `"])`, and a row with an escaped line break.
  const rows = flight
    .map((push) => push.replace('"])</script>', ''))
    .join('')
    .split('\\n')
  return words.reduce((text, word) => text.replaceAll(word, '(typed)'), [html, ...rows.sort()].join('\n'))
}
