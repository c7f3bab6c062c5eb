import { expect, test } from 'vitest'
import { directiveOf, parseSource, readSources, type Source } from '@/tests/support/source'

const nameOf = (path: string) => path.replace(/(\.lab)?\.tsx?$/, '')

/**
 * A component can be rendered on the server, with its props. Any other export of its file throws there, when it is
 * called.
 */
const isComponent = (name: string) => /^[A-Z][a-z]/.test(name)

/** Where the server begins to render or to answer. */
const isEntry = ({ path }: Source) =>
  /^app\/.*(page|layout|route|not-found|forbidden|unauthorized|actions)(\.lab)?\.tsx?$/.test(path)

const isClient = (source: Source) => directiveOf(source) === 'use client'

/**
 * The imports of the server, up to a file that belongs to the client; from that file, every export that is not a
 * component.
 */
function calledOnServer(files: readonly Source[]): readonly string[] {
  const byName = new Map(files.map((source) => [nameOf(source.path), source]))
  const taken = (source: Source) =>
    source.imports.filter(({ isType }) => !isType).map((line) => ({ ...line, from: byName.get(line.target) }))

  const seen = new Set<Source>()
  const visit = (source: Source): readonly string[] => {
    if (seen.has(source)) return []
    seen.add(source)
    return taken(source).flatMap(({ from, names, target }) => {
      if (!from) return []
      return isClient(from) ? functionsOf(source, { names, target, path: from.path }) : visit(from)
    })
  }
  return files.filter((source) => isEntry(source) && !isClient(source)).flatMap(visit)
}

interface Taken {
  names: readonly string[]
  target: string
  path: string
}

function functionsOf(source: Source, { names, target, path }: Taken): readonly string[] {
  const types = typeNamesOf(source, target)
  return names
    .filter((name) => !isComponent(name) && !types.includes(name))
    .map((name) => `${source.path} calls ${name} of ${path}`)
}

/** `import { type A, b }`: the erased part of a mixed import. */
function typeNamesOf({ text }: Source, target: string): readonly string[] {
  const lines = [...text.matchAll(/import \{([^}]*)\} from '@?\/?([^']+)'/g)]
  return lines
    .filter(([, , from]) => from === target)
    .flatMap(([, names = '']) => [...names.matchAll(/\btype (\w+)/g)].map(([, name = '']) => name))
}

test('the server calls no function of a client component, because it would throw when it is rendered, and only then', () => {
  const sources = readSources('app', 'lib')
  expect(sources.filter(isEntry).length).toBeGreaterThan(20)
  expect(calledOnServer(sources)).toEqual([])
})

test.each([
  ['a function', "import { say } from '@/app/form'", ['app/x/page.tsx calls say of app/form.tsx']],
  ['a component', "import { Form } from '@/app/form'", []],
  ['a type', "import { Form, type state } from '@/app/form'", []],
])('%s of a client component is distinguished', (_, line, expected) => {
  const form = parseSource('app/form.tsx', "'use client'\nexport const say = () => ''\nexport function Form() {}\n")
  const page = parseSource('app/x/page.tsx', `${line}\nexport default function Page() { return say() }\n`)
  expect(calledOnServer([form, page])).toEqual(expected)
})

/** What a browser loads: the client components, and what they import. */
function loadedByBrowser(files: readonly Source[]): readonly Source[] {
  const byName = new Map(files.map((source) => [nameOf(source.path), source]))
  const seen = new Set(files.filter(isClient))
  for (const source of seen) {
    for (const { isType, target } of source.imports) {
      const from = byName.get(target)
      if (from && !isType && directiveOf(from) !== 'use server') seen.add(from)
    }
  }
  return [...seen]
}

/** `once` of app/ui/in-words.ts makes it with its first use. */
const makesFormatter = ({ text }: Pick<Source, 'text'>) => /(?<!\bonce\(\(\) => )new Intl\./.test(text)

test('a browser makes a formatter of dates, numbers or lists when it is first used, and not while a page loads', () => {
  const loaded = loadedByBrowser(readSources('app', 'lib'))

  expect(loaded.map(({ path }) => path)).toContain('app/ui/in-words.ts')
  expect(loaded.filter(makesFormatter).map(({ path }) => path)).toEqual([])
})

test.each([
  ["const day = new Intl.DateTimeFormat('en-GB')", true],
  ["const formats = {\n  day: new Intl.DateTimeFormat('en-GB'),\n}", true],
  ["const toFormat = (dateStyle) =>\n  new Intl.DateTimeFormat('en-GB', { dateStyle })", true],
  ["const day = once(() => new Intl.DateTimeFormat('en-GB'))", false],
])('%j', (text, makes) => {
  expect(makesFormatter({ text })).toBe(makes)
})
