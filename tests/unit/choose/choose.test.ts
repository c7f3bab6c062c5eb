import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { Answers, decide, questionNames } from '@/app/choose/answers'
import { english } from '@/app/choose/messages'
import { chinese } from '@/app/choose/messages.zh-cn' // feature: chinese
import {
  acceptedAfterLogout,
  inPostgres,
  offLimitInRuns,
  postgresSource,
  publishedCookieLimit as publishedLimit,
  publishedSessionCap,
  throughputOf,
} from '@/app/choose/published'
import { reasonsFor } from '@/app/choose/reasons'
import { sessionCap } from '@/lib/db/sessions/insert'
import { claimFigures } from '@/lib/figures/measured'
import { cookieLimit } from '@/lib/session/cookies'
import { modes } from '@/lib/session/revocation/modes'
import { models } from '@/tests/support/models'

const everyAnswer = questionNames
  .reduce<Record<string, string>[]>(
    (found, name) => found.flatMap((some) => Answers.shape[name].options.map((value) => ({ ...some, [name]: value }))),
    [{}],
  )
  .map((answers) => Answers.parse(answers))

const adviseIn = (texts: typeof english) =>
  everyAnswer.map((answers) => {
    const choice = decide(answers)
    return { answers, ...choice, ...reasonsFor(answers, choice, texts) }
  })
const advised = adviseIn(english)

test('each question has a text for each of its answers, in their order', () => {
  for (const name of questionNames)
    expect(Object.keys(english.questions[name].options)).toEqual(Answers.shape[name].options)
})

test('every combination of answers yields a model, with reasons for and against it', () => {
  expect(advised).toHaveLength(72)
  expect(advised.filter(({ because, against }) => because.length === 0 || against.length === 0)).toEqual([])
  expect(new Set(advised.map(({ model }) => model))).toEqual(new Set(models))
  expect(new Set(advised.map(({ mode }) => mode))).toEqual(new Set(modes))
})

test.each([
  ['English', english],
  ['Chinese', chinese], // feature: chinese
])('%s: every sentence contains its numbers, and none is missing', (_, texts) => {
  const all = adviseIn(texts)
  const sentences = all.flatMap(({ because, against, conflicts, unmet }) => [
    ...because,
    ...against,
    ...conflicts,
    ...unmet,
  ])
  expect(sentences.filter((sentence) => !/\d/.test(sentence))).toEqual([])
  expect(
    [...sentences, ...all.map(({ advice }) => advice)].filter((one) => /NaN|undefined|null|[{}]/.test(one)),
  ).toEqual([])
})

test('wishes that exclude each other are named, one sentence for each pair', () => {
  for (const { answers, conflicts, unmet } of advised) {
    const isStrict = answers.revoke !== 'never'
    const pairs = [answers.origins === 'yes', answers.hosting === 'no-redis'].filter((isAsked) => isAsked && isStrict)
    expect({ answers, named: conflicts.length }).toEqual({ answers, named: pairs.length })
    expect(unmet.length > 0).toBe(answers.hosting === 'no-redis')
  }
})

test('a stricter wish for revocation never gets a weaker setting, with any other answers', () => {
  const strength = ['off', 'snapshot', 'strict']
  const least = { never: 'off', second: 'snapshot', 'at-once': 'strict' } as const
  for (const { answers, mode } of advised)
    expect(strength.indexOf(mode), JSON.stringify(answers)).toBeGreaterThanOrEqual(
      strength.indexOf(least[answers.revoke]),
    )

  for (const { answers, mode } of advised.filter(({ answers: { revoke } }) => revoke === 'never')) {
    const stricter = (['second', 'at-once'] as const).map((revoke) => decide({ ...answers, revoke }).mode)
    const ranks = [mode, ...stricter].map((one) => strength.indexOf(one))
    expect(ranks, JSON.stringify(answers)).toEqual(ranks.toSorted((one, other) => one - other))
  }
})

test('the recommendation names the model before any reason and quotes no measured figure', () => {
  for (const { advice, model } of advised) {
    expect(advice).toMatch(new RegExp(`^Use ${model} sessions: [^.]+\\. Let [^.]+\\.$`))
    expect(advice).not.toMatch(/µs|REVOCATION_|p99/)
    expect(advice.length).toBeLessThan(230)
  }
})

test('a session that must be revocable alone never gets the sealed model', () => {
  const asked = advised.filter(({ answers: { revoke, devices } }) => revoke !== 'never' || devices === 'yes')
  expect(asked.filter(({ model }) => model === 'sealed')).toEqual([])
})

test('sealed is never recommended for a requirement that it cannot meet', () => {
  const asked = advised.filter(({ model }) => model === 'sealed').map(({ answers }) => answers)
  expect(asked).toHaveLength(2)
  expect(asked.every(({ revoke, devices, data }) => revoke === 'never' && devices === 'no' && data === 'little')).toBe(
    true,
  )
})

test.each([
  ['an unknown answer', { revoke: 'perhaps' }],
  ['two answers to one question', { revoke: ['never', 'second'] }],
  ['a missing question', { revoke: undefined }],
])('%s is refused as a set of answers', (_, changed) => {
  expect(Answers.safeParse({ ...everyAnswer[0], ...changed }).success).toBe(false)
})

test('the limits are those of the code', () => {
  expect(publishedLimit).toBe(cookieLimit)
  const sentences = advised.flatMap(({ against }) => against).join(' ')
  expect(publishedSessionCap).toBe(sessionCap)
  expect(sentences).toContain(`keeps at most ${sessionCap} sessions`)
})

/** The cells of the row of docs/benchmarks.md that begins with this text. */
function rowsOf(heading: string): readonly string[][] {
  const [, section = ''] = readFileSync('docs/benchmarks.md', 'utf8').split(`\n## ${heading}\n`)
  const [own = ''] = section.split('\n## ')
  return own.split('\n').map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  )
}

describe('every figure quoted from docs/claims.json stands there', () => {
  test.each(modes.flatMap((mode) => models.map((model) => ({ mode, model }))))('$mode, $model', (choice) => {
    const figures = [...claimFigures.claims['cannot-be-revoked'], ...claimFigures.claims.slower]
    const found = figures.filter(({ of, mode }) => of === choice.model && mode === choice.mode)
    expect(found.find(({ figure }) => figure === 'accepted_after_logout')).toMatchObject({
      value: acceptedAfterLogout(choice),
      unit: 'ms',
    })
    expect(found.find(({ figure }) => figure === 'requests_per_second')?.ratio ?? null).toBe(throughputOf(choice))
  })

  test('the limit of the delay in off mode is a number of seconds', () => {
    expect(offLimitInRuns()).toBeGreaterThan(0)
    expect(acceptedAfterLogout({ model: 'sealed', mode: 'off' })).toBeLessThanOrEqual(offLimitInRuns() * 1000)
  })
})

describe('every figure quoted from docs/benchmarks.md stands there', () => {
  test('when it was measured', () => {
    const [year, month, day] = postgresSource.date.split('-').map(Number)
    const said = new Date(Date.UTC(year ?? 0, (month ?? 0) - 1, day)).toLocaleDateString('en-GB', {
      ...{ day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' },
    } as const)
    expect(readFileSync(postgresSource.file, 'utf8')).toContain(said)
  })

  test.each(Object.entries(inPostgres))('%s in Postgres', (name, milliseconds) => {
    expect(rowsOf('growth').find(([first]) => first === name)?.[3]).toBe(milliseconds)
  })
})
