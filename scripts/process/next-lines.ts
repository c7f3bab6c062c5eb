import { stripVTControlCharacters } from 'node:util'

const middlewareName =
  'middleware.ts keeps the name that Next 16 calls deprecated: proxy.ts would run on Node, and this one runs on the edge (docs/decisions/001).'

/** The rest of Next's warning about the name, which offers a migration that this project does not want. */
const restOfWarning =
  /^\s*(To migrate automatically, run:|npx @next\/codemod\S* middleware-to-proxy \.|Learn more: \S+middleware-to-proxy)$/

/**
 * For the output of `next dev` and `next build`. Next prints "Ready" before it can answer, and `npm run dev` says it when it is true.
 * @returns what to print for a line, null for nothing
 */
export function rewriteNextLine(line: string): string | null {
  const text = stripVTControlCharacters(line)
  if (/^\s*✓ Ready in /.test(text)) return null
  if (text.includes('"middleware" file convention is deprecated')) return middlewareName
  return restOfWarning.test(text) ? null : line
}
