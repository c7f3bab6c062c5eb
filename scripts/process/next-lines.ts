import { stripVTControlCharacters } from 'node:util'

const middlewareName =
  'middleware.ts keeps its name, although Next 16 deprecates it: proxy.ts would run on Node, middleware.ts runs on the edge (docs/decisions/001).'

/** The rest of Next's warning about the name, which offers a migration that this project does not want. */
const restOfWarning =
  /^\s*(To migrate automatically, run:|npx @next\/codemod\S* middleware-to-proxy \.|Learn more: \S+middleware-to-proxy)$/

/**
 * Filters the output of `next dev` and `next build`. Next prints "Ready" before it can answer; `npm run dev` prints it
 * after the first answer.
 * @returns the line to print, null for none
 */
export function rewriteNextLine(line: string): string | null {
  const text = stripVTControlCharacters(line)
  if (/^\s*✓ Ready in /.test(text)) return null
  if (text.includes('"middleware" file convention is deprecated')) return middlewareName
  return restOfWarning.test(text) ? null : line
}
