// feature: chinese (this file)
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { english as home } from '@/app/_home/messages'
import { chinese as homeInChinese } from '@/app/_home/messages.zh-cn'
import { english as choose } from '@/app/choose/messages' // feature: choose
import { chinese as chooseInChinese } from '@/app/choose/messages.zh-cn' // feature: choose
import { english as claims } from '@/app/claims/messages' // feature: claims
import { chinese as claimsInChinese } from '@/app/claims/messages.zh-cn' // feature: claims
import { modelWords } from '@/app/ui/models/words'
import { chineseWords } from '@/app/ui/models/words.zh-cn'
import { english as page } from '@/app/ui/page/messages'
import { chinese as pageInChinese } from '@/app/ui/page/messages.zh-cn'
import { readSources } from '@/tests/support/source'

/**
 * Each English text beside its translation. `translations.json` records the pairs as hashes. After a change of an English text: change the
 * translation, then run `npx vitest run --project architecture translations -u`, which records the new pair. That command also
 * confirms a translation that needs no change.
 */
const translations = {
  'app/_home/messages': [home, homeInChinese],
  'app/choose/messages': [choose, chooseInChinese], // feature: choose
  'app/claims/messages': [claims, claimsInChinese], // feature: claims
  'app/ui/models/words': [modelWords, chineseWords],
  'app/ui/page/messages': [page, pageInChinese],
} as const

interface Pair {
  /** File and key: `app/choose/messages advice.sealed`. */
  name: string
  english: string
  chinese: string
}

function pairsIn(english: unknown, chinese: unknown, name: string): readonly Pair[] {
  if (typeof chinese === 'string') return [{ name, english: String(english), chinese }]
  return Object.entries(chinese ?? {}).flatMap(([key, text]) =>
    pairsIn(new Map(Object.entries(english ?? {})).get(key), text, `${name}${name.includes(' ') ? '.' : ' '}${key}`),
  )
}

const pairs = Object.entries(translations).flatMap(([file, [english, chinese]]) => pairsIn(english, chinese, file))

const hash = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 8)
const recordFile = 'tests/architecture/translations.json'
const recorded: Readonly<Record<string, string>> = JSON.parse(readFileSync(recordFile, 'utf8'))
const record = ({ english, chinese }: Pair) => `${hash(english)} ${hash(chinese)}`

/** @returns names of pairs whose English text has changed since the translation was written */
function staleIn(all: readonly Pair[], before: Readonly<Record<string, string>>): readonly string[] {
  const stale = all.filter(({ name, english, chinese }) => {
    const [oldEnglish, oldChinese] = before[name]?.split(' ') ?? []
    return oldEnglish !== undefined && oldEnglish !== hash(english) && oldChinese === hash(chinese)
  })
  return stale.map(({ name }) => name)
}

test('every file with translations is compared with its English file', () => {
  const files = readSources('app', 'lib').filter(({ path }) => path.includes('.zh-cn.'))
  const names = files.map(({ path }) => path.replace(/\.zh-cn\.tsx?$/, ''))
  expect(names.toSorted()).toEqual(Object.keys(translations).toSorted())
  expect(pairs.length).toBeGreaterThan(50)
})

test('an English text that has changed has a new translation', () => {
  expect(staleIn(pairs, recorded)).toEqual([])
})

test('every pair is recorded as it is', async () => {
  const current = Object.fromEntries(pairs.map((pair) => [pair.name, record(pair)]))
  // feature: keep
  const all = current
  // end, otherwise: const all = { ...recorded, ...current }
  const sorted = Object.fromEntries(Object.entries(all).toSorted(([a], [b]) => (a < b ? -1 : 1)))
  await expect(`${JSON.stringify(sorted, null, 2)}\n`).toMatchFileSnapshot('translations.json')
})

test('a translation that is older than its English text is found, and a new one is not', () => {
  const pair = { name: 'a b', english: 'Revoke it', chinese: '撤销它' }
  const before = { 'a b': record({ ...pair, english: 'Revoke' }) }
  expect(staleIn([pair], before)).toEqual(['a b'])
  expect(staleIn([{ ...pair, chinese: '将其撤销' }], before)).toEqual([])
  expect(staleIn([pair], {})).toEqual([])
})

const placeholdersIn = (text: string) => (text.match(/\{\w+\}/g) ?? []).toSorted()

test('a translation has the placeholders of its English text', () => {
  const differing = pairs.filter(
    ({ english, chinese }) => String(placeholdersIn(english)) !== String(placeholdersIn(chinese)),
  )
  expect(differing.map(({ name }) => name)).toEqual([])
})

test('a translation is Chinese, except for names of one word', () => {
  const isChinese = (text: string) => /\p{Script=Han}/u.test(text) || /^[\w“”{}]+$/.test(text)
  expect(pairs.filter(({ chinese }) => !isChinese(chinese)).map(({ name }) => name)).toEqual([])
})

describe('one Chinese term for each term of the field', () => {
  const terms: readonly (readonly [term: string, english: RegExp, chinese: RegExp])[] = [
    ['session', /(?<!iron-)\bsessions?\b/i, /会话/],
    ['refresh token', /\brefresh tokens?\b/i, /刷新令牌/],
    ['token', /\btokens?\b/i, /令牌/],
    ['revoke', /\brevo(ke|king|cation)/i, /撤销|黑名单/],
    ['public key', /\bpublic keys?\b/i, /公钥/],
    ['sign in or out', /\blog(s|ged)? in\b/i, /登录/],
  ]
  test.each(terms)('%s', (_, english, chinese) => {
    const differing = pairs.filter((pair) => english.test(pair.english) && !chinese.test(pair.chinese))
    expect(differing.map(({ name }) => name)).toEqual([])
  })

  test('none of the rejected terms', () => {
    const rejected = /吊销|登出|注销|口令|Session|Token|密匙|帐户|帐号/
    expect(pairs.filter(({ chinese }) => rejected.test(chinese)).map(({ name }) => name)).toEqual([])
  })
})

// feature: keep
/** The sections of a README, the part before the first one included. */
const sectionsOf = (file: string) => readFileSync(file, 'utf8').split(/^(?=## )/m)

/** Comments and line breaks change no text. */
const textOf = (section: string) =>
  section
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(/\s+/g, ' ')
    .trim()

/**
 * Each section of README.zh-CN.md has the hash of the English section that it translates, in a comment. After a change of README.md:
 * change the Chinese section, then put the new hash there, which the failure of this test names.
 */
test('each section of README.zh-CN.md translates the section of README.md as it is', () => {
  const titleOf = (section: string) => section.split('\n')[0]
  const english = sectionsOf('README.md')
  const chinese = sectionsOf('README.zh-CN.md')
  const translated = chinese.map((section) => [titleOf(section), /<!-- english: (\w+) -->/.exec(section)?.[1]])
  expect(translated).toEqual(chinese.map((section, at) => [titleOf(section), hash(textOf(english[at] ?? ''))]))
  expect(english).toHaveLength(chinese.length)
})

test('README.zh-CN.md has the links, the commands and the marked regions of README.md', () => {
  const of = (file: string) => readFileSync(file, 'utf8')
  const linksIn = (file: string) => [...textOf(of(file)).matchAll(/\]\(([^)]+)\)/g)].map(([, target]) => target)
  const others = ['README.md', 'README.zh-CN.md']
  expect(linksIn('README.zh-CN.md').filter((link) => !others.includes(link ?? ''))).toEqual(
    linksIn('README.md').filter((link) => !others.includes(link ?? '')),
  )
  expect(linksIn('README.md')).toContain('README.zh-CN.md')
  expect(linksIn('README.zh-CN.md')).toContain('README.md')

  const codeIn = (file: string) =>
    new Set(
      of(file)
        .replace(/<!--.*?-->/g, '')
        .replace(/^```[\s\S]*?^```/gm, '')
        .match(/`[^`\n]+`/g),
    )
  expect(codeIn('README.zh-CN.md')).toEqual(codeIn('README.md'))
  const featuresIn = (file: string) => of(file).match(/feature: (?!chinese|keep)[\w, ]+ -->/g)
  expect(featuresIn('README.zh-CN.md')).toEqual(featuresIn('README.md'))
})
// end
