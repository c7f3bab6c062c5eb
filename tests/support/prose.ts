import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path/posix'
import { type ESTree, parseSync, Visitor } from 'vite'

/** One piece of text that a person reads. */
export interface Prose {
  path: string
  line: number
  kind: 'comment' | 'string' | 'document'
  text: string
}

/** A turn of phrase that has to be decoded, and what to write in its place: the table in style terms. */
export const forbidden: readonly { turn: RegExp; write: string }[] = [
  {
    turn: /\b(nobody|whoever|whomever|whatever|somebody|anybody)\b/gi,
    write: 'the user, the visitor, the attacker, the caller',
  },
  { turn: /\bstrangers?\b/gi, write: 'unauthenticated request, signed-out visitor' },
  { turn: /\b(is|are|was|were|be|been|being|goes|went|stays?|stayed) away\b/gi, write: 'unavailable' },
  { turn: /\b(cut|cuts|cutting)[ -]offs?\b(?!\.ts)/gi, write: 'revoke all sessions' },
  { turn: /\b(hand|hands|handed|handing) out\b/gi, write: 'issue' },
  { turn: /\b(take|takes|taken|took|taking)( it| them)? back\b/gi, write: 'revoke, undo' },
  { turn: /\b(let|lets|letting) in\b/gi, write: 'accept' },
  { turn: /\bput out\b/gi, write: 'sign out' },
  { turn: /\b(go|goes|went|gone|going) on under\b/gi, write: 'rotate the session id' },
  { turn: /\brepeatable\b/gi, write: 'idempotent, can be retried' },
  { turn: /\bremembers\b/gi, write: 'cache, TTL, LRU' },
  { turn: /\bforeign (form|write|post|request|page|origin)s?\b/gi, write: 'cross-site request (CSRF)' },
  { turn: /\bown origins?\b/gi, write: 'same-origin check' },
  { turn: /\b(be|is|are|was|were|been|being|gets?) told\b/gi, write: 'publish; is informed, hears' },
  {
    turn: /\b(the|of) law\b|\bcourtesy\b|\b(a|the|one|this|that|each|every|front|back) door\b/gi,
    write: 'the term itself',
  },
  {
    turn: /\b(proves?|proved|proving) (the|a|his|her|their|its|your) password\b/gi,
    write: 're-authenticate (step-up)',
  },
  { turn: /\bthie(f|ves)('s|s')? cop(y|ies)\b/gi, write: 'a stolen cookie, a copied credential' },
  { turn: /\bclocks that differ\b/gi, write: 'clock skew' },
]

/** A doc comment that is a fragment: "Of an action." */
const fragment = /^\*+\s*Of\s/

export interface Finding extends Prose {
  turn: string
  write: string
}

export function findForbidden(prose: readonly Prose[]): readonly Finding[] {
  return prose.flatMap((piece) => {
    const turns = forbidden.flatMap(({ turn, write }) =>
      Array.from(piece.text.matchAll(turn), ([found]) => ({ ...piece, turn: found, write })),
    )
    const isFragment = piece.kind === 'comment' && fragment.test(piece.text)
    return isFragment ? [...turns, { ...piece, turn: 'Of ...', write: 'a sentence' }] : turns
  })
}

const isProse = /\.(tsx?|mts|m?js|css|prisma|md|html|ya?ml|conf)$|(^|\/)(\.env\.example|Dockerfile|\.ci\/run)$/
const isGenerated = /(^|\/)(generated|node_modules|\.next|\.git|\.data|next-env\.d\.ts|docs\/claims\.json)(\/|$)/

/** Everything that a person reads below these places: comments, strings, documents. */
export function readProse(...places: readonly string[]): readonly Prose[] {
  return places.flatMap(listFiles).flatMap((path) => proseOf(path, readFileSync(path, 'utf8')))
}

function listFiles(place: string): readonly string[] {
  if (isProse.test(place)) return [place]
  return readdirSync(place, { withFileTypes: true }).flatMap((entry) => {
    const path = join(place, entry.name)
    if (isGenerated.test(path)) return []
    return entry.isDirectory() ? listFiles(path) : isProse.test(path) ? [path] : []
  })
}

/** Also for made-up files: a rule that has never refused anything is not known to work. */
export function proseOf(path: string, text: string): readonly Prose[] {
  if (/\.(tsx?|mts|m?js)$/.test(path)) return proseOfCode(path, text)
  if (/\.(md|html)$/.test(path)) return linesOf(path, text, 'document', /^/)
  if (/\.env\.example$/.test(path)) return linesOf(path, text, 'document', /^\s*#/)
  return linesOf(path, text, 'comment', /^\s*(#|\/\/|\/?\*)/)
}

function linesOf(path: string, text: string, kind: Prose['kind'], wanted: RegExp): readonly Prose[] {
  const lines = text.split('\n').map((line, index) => ({ path, line: index + 1, kind, text: line }))
  return lines.filter((line) => wanted.test(line.text))
}

function proseOfCode(path: string, text: string): readonly Prose[] {
  const { program, comments, errors } = parseSync(path, text)
  if (errors[0]) throw new Error(`${path}: ${errors[0].message}`)

  const at = (kind: Prose['kind'], start: number, value: string) => ({
    path,
    line: text.slice(0, start).split('\n').length,
    kind,
    // A sentence that goes on in the next line is one sentence.
    text: value.replace(/\s*\n\s*(\*(?!\/)\s*)?/g, ' '),
  })
  const strings: Prose[] = []
  const addresses = new Set(program.body.map(sourceOf))
  new Visitor({
    Literal(node) {
      if (typeof node.value === 'string' && !addresses.has(node.start))
        strings.push(at('string', node.start, node.value))
    },
    TemplateElement(node) {
      strings.push(at('string', node.start, node.value.raw))
    },
    JSXText(node) {
      strings.push(at('string', node.start, node.value))
    },
  }).visit(program)
  return [...comments.map(({ start, value }) => at('comment', start, value)), ...strings]
}

/** Where the path of an import stands: it is no sentence. */
function sourceOf(statement: ESTree.Program['body'][number]): number | null {
  return 'source' in statement && statement.source ? statement.source.start : null
}
