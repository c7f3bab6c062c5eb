/** A page without what differs between any two answers: nonces, and addresses of people. Two pages that then differ tell something. */
export function normalisePage(body: string, ...words: readonly string[]): string {
  const plain = body.replace(/nonce(="|":"|\\":\\")[A-Za-z0-9+/=]+/g, 'nonce$1')
  return words.reduce((text, word) => text.replaceAll(word, '(typed)'), plain)
}
