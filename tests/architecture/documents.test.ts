import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path/posix'
import { describe, expect, test } from 'vitest'
import { readSources } from '@/tests/support/source'

const markdownIn = (folder: string) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name))

const guides = [...markdownIn('.'), ...markdownIn('docs'), 'docs/decisions/README.md']
const documents = [...guides, ...markdownIn('docs/decisions')]

const read = (path: string) => readFileSync(path, 'utf8')

/** The anchor that GitHub generates for a heading. */
const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-')

const anchorsIn = (text: string) => [
  ...[...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading)),
  ...[...text.matchAll(/<a id="([\w-]+)">/g)].map(([, id = '']) => id),
]

/** Links to a file that does not exist, or to a heading that the file does not have. */
function brokenIn(path: string, text: string): readonly string[] {
  const targets = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target)
  return targets
    .filter((target) => !/^https?:/.test(target))
    .filter((target) => {
      const [file = '', anchor] = target.split('#')
      const found = file === '' ? path : join(dirname(path), file)
      if (!existsSync(found)) return true
      return anchor !== undefined && !anchorsIn(read(found)).includes(anchor)
    })
}

const oneLine = (text: string) => text.replaceAll(/\s+/g, ' ').trim()

/** The texts of buttons. A text in two lines is read as one. */
const buttons = readSources('app').flatMap(({ text }) => [
  ...[...text.matchAll(/<(?:SubmitButton|button)\b[^<]*?>\s*([A-Z][^<{]*?)\s*</g)].map(([, name = '']) =>
    oneLine(name),
  ),
  ...[...text.matchAll(/\blabel(?:=| = )["']([A-Z][^"']+)["'](?: confirm=|\s*\}: \{ label)/g)].map(
    ([, name = '']) => name,
  ),
])

/** Quotations with the text of a button in other letters, and texts that the document says to press although no button has them. */
function misquotedIn(text: string): readonly string[] {
  const quotations = [...text.matchAll(/(\b[Pp]ress\s+)?"([^"]+)"/g)]
  return quotations
    .map(([, press, quoted = '']) => ({ press, quoted: oneLine(quoted) }))
    .filter(({ press, quoted }) => {
      const isNamed = press || buttons.some((name) => name.toLowerCase() === quoted.toLowerCase())
      return isNamed && !buttons.includes(quoted)
    })
    .map(({ quoted }) => quoted)
}

describe('documents', () => {
  test.each(documents)('%s quotes the text of a button as it is', (path) => {
    expect(misquotedIn(read(path))).toEqual([])
  })

  test('a button in other letters, and one that does not exist, are found', () => {
    const text =
      'Press "everyone out". Use "log\nout". Press "Log out everywhere", or\n"Log out". A "generation" rises.'
    expect(misquotedIn(text)).toEqual(['everyone out', 'log out'])
  })

  test.each(documents)('%s links to files and headings that exist', (path) => {
    expect(brokenIn(path, read(path))).toEqual([])
  })

  test('a link to a missing file or heading is found', () => {
    const text = '[a](docs/none.md) [b](#none) [c](LICENSE) [d](https://example.com)'
    expect(brokenIn('README.md', text)).toEqual(['docs/none.md', '#none'])
  })

  test.each(guides.filter((path) => !path.includes('zh-CN')))('%s names its audience first', (path) => {
    const [beginning = ''] = read(path).split('\n## ')
    expect(beginning).toMatch(
      /\b[Ff]or (every )?(developers|operators|reviewers|readers?|people|everyone|coding assistants)\b/,
    )
  })

  test('the README has 200 lines at most, and links to every other document', () => {
    const readme = read('README.md')
    expect(readme.split('\n').length).toBeLessThanOrEqual(200)
    expect(guides.filter((path) => path !== 'README.md' && !readme.includes(`](${path})`))).toEqual([])
  })
})
