import { describe, expect, test } from 'vitest'
import { calledBy, exportedFunctions, parseSource, readSources, type Source } from '@/tests/support/source'

/**
 * A handler that changes data first makes the same-origin check (ASVS 3.5.1): on its own first line, or on that of the
 * `answer...` from lib/server to which it delegates.
 */
const changing = /^(POST|PUT|PATCH|DELETE)$/

/** Handlers without a cookie in their decision: each with its protection, or why it needs none. */
const withoutAmbientCredentials: Readonly<Record<string, string>> = {
  'app/api/[[...rest]]/route.ts': 'it changes nothing',
}

const askingForOrigin = /^if \(!isOwnOrigin\(request\.headers\)\) return /

/** The same for requests with a cookie: only its holder sends a bearer token, and no browser adds it to a request. */
const askingOfCookies = /^if \(isForeignWrite\(request\)\) return /

function isAsking(source: Source, statement: { start: number; end: number } | undefined): boolean {
  const text = statement ? source.text.slice(statement.start, statement.end) : ''
  const isFrom = (file: string, name: string) =>
    source.imports.some(({ target, names }) => target === file && names.includes(name))

  if (askingForOrigin.test(text)) return isFrom('lib/addresses', 'isOwnOrigin')
  return askingOfCookies.test(text) && isFrom('lib/server/guards/same-origin', 'isForeignWrite')
}

/** @param answers the files of lib/server, in which the `answer...` may be */
function unasked(source: Source, answers: readonly Source[]): readonly string[] {
  return [...exportedFunctions(source)]
    .filter(([method]) => changing.test(method) && !(source.path in withoutAmbientCredentials))
    .filter(([, { statements }]) => {
      const [first] = statements ?? []
      const name = calledBy(first) ?? ''
      const answer = answers.find(({ path }) => isImported(source, path, name))
      const answering = answer && /^answer[A-Z]/.test(name) ? exportedFunctions(answer).get(name) : undefined
      return !isAsking(source, first) && !(answer && isAsking(answer, answering?.statements?.[0]))
    })
    .map(([method]) => `${source.path}: ${method}`)
}

const isImported = ({ imports }: Source, path: string, name: string) =>
  imports.some(({ target, names }) => `${target}.ts` === path && names.includes(name))

const handlers = readSources('app').filter(({ path }) => path.endsWith('/route.ts'))
const server = readSources('lib/server')

test('[ASVS 3.5.1] every route handler that changes something asks for its origin first', () => {
  const methods = handlers.flatMap((source) => [...exportedFunctions(source).keys()])

  expect(methods.filter((method) => changing.test(method))).not.toEqual([])
  expect(handlers.flatMap((source) => unasked(source, server))).toEqual([])
})

test('every exception is an existing handler', () => {
  const paths = handlers.map(({ path }) => path)
  expect(Object.keys(withoutAmbientCredentials).filter((path) => !paths.includes(path))).toEqual([])
})

describe('a violation is found in', () => {
  const answerFile = (body: string) =>
    parseSource(
      'lib/server/answer-it.ts',
      `import { isOwnOrigin } from '@/lib/addresses'\nexport async function answerIt(request) { ${body} }`,
    )
  const asking = `if (!isOwnOrigin(request.headers)) return problem('cross_site')`
  const route = (text: string) => parseSource('app/api/it/route.ts', text)
  const handing = `import { answerIt } from '@/lib/server/answer-it'\nexport function POST(request) { return answerIt(request) }`

  test.each([
    ['a handler without the check', `export async function POST(request) { await act() }`, answerFile(asking)],
    ['a method that is not POST', `export async function DELETE(request) { await act() }`, answerFile(asking)],
    ['an answer without the check', handing, answerFile('await act()')],
    ['an answer that checks later', handing, answerFile(`await act(); ${asking}`)],
    [
      'an answer that ignores the result of the check',
      handing,
      answerFile('isOwnOrigin(request.headers); await act()'),
    ],
    ['an answer from elsewhere', handing.replace('/answer-it', '/other'), answerFile(asking)],
    [
      'a handler that answers after another statement',
      handing.replace('return answerIt', 'act(); return answerIt'),
      answerFile(asking),
    ],
    ['a handler built by a function call', `export const POST = answer()`, answerFile(asking)],
    [
      'another function with the name of the check',
      `function isOwnOrigin() { return true }\nexport function POST(request) { ${asking} }`,
      answerFile(asking),
    ],
  ])('%s', (_, text, answer) => {
    expect(unasked(route(text), [answer])).toHaveLength(1)
  })

  test('a handler with the check, direct or in its answer, has no violation, and neither has a reading handler', () => {
    const itself = `import { isOwnOrigin } from '@/lib/addresses'\nexport function PUT(request) { ${asking}\n return act() }`

    expect(unasked(route(itself), [])).toEqual([])
    expect(unasked(route(handing), [answerFile(`${asking}; await act()`)])).toEqual([])
    expect(unasked(route('export function GET() { return read() }'), [])).toEqual([])
  })
})

test('one file sets cookies with their attributes, so that each has the port in its name where a port belongs there', () => {
  const setting = readSources('app', 'lib').filter(({ text }) => /\.set\([^)]*\)?, value, attributes\)/.test(text))
  expect(setting.map(({ path }) => path)).toEqual(['lib/session/cookies.ts'])
})
