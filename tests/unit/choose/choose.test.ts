import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { Answers, decide, questions } from '@/app/choose/answers'
import {
  boundInRuns,
  inPostgres,
  latestLetIn,
  publishedCookieLimit as publishedLimit,
  publishedSource,
  throughput,
} from '@/app/choose/published'
import { reasonsFor } from '@/app/choose/reasons'
import { sessionCap } from '@/lib/db/sessions/insert'
import { cookieLimit } from '@/lib/session/cookies'
import { modes } from '@/lib/session/revocation/modes'
import { models } from '@/tests/support/models'

const everyAnswer = questions
  .reduce<Record<string, string>[]>(
    (found, { name, options }) => found.flatMap((some) => options.map(({ value }) => ({ ...some, [name]: value }))),
    [{}],
  )
  .map((answers) => Answers.parse(answers))

const advised = everyAnswer.map((answers) => {
  const choice = decide(answers)
  return { answers, ...choice, ...reasonsFor(answers, choice) }
})

test('every combination of answers leads to a model, with reasons for it and against it', () => {
  expect(advised).toHaveLength(72)
  expect(advised.filter(({ because, against }) => because.length === 0 || against.length === 0)).toEqual([])
  expect(new Set(advised.map(({ model }) => model))).toEqual(new Set(models))
  expect(new Set(advised.map(({ mode }) => mode))).toEqual(new Set(modes))
})

test('every sentence has a number in it, and none that is missing', () => {
  const sentences = advised.flatMap(({ because, against, conflicts, unmet }) => [
    ...because,
    ...against,
    ...conflicts,
    ...unmet,
  ])
  expect(sentences.filter((sentence) => !/\d/.test(sentence) || /NaN|undefined|null/.test(sentence))).toEqual([])
})

test('wishes that exclude each other are named, one sentence for each pair, and no others', () => {
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

test('the advice is plain: it names the model, and no figure of a machine, before any reason', () => {
  for (const { advice, model } of advised) {
    expect(advice).toMatch(new RegExp(`^Use ${model} sessions: [^.]+\\. Let [^.]+\\.$`))
    expect(advice).not.toMatch(/µs|REVOCATION_|p99/)
    expect(advice.length).toBeLessThan(230)
  }
})

test('a session that must be revoked alone is never sealed', () => {
  const asked = advised.filter(({ answers: { revoke, devices } }) => revoke !== 'never' || devices === 'yes')
  expect(asked.filter(({ model }) => model === 'sealed')).toEqual([])
})

test('sealed is never the answer to what it cannot do', () => {
  const asked = advised.filter(({ model }) => model === 'sealed').map(({ answers }) => answers)
  expect(asked).toHaveLength(2)
  expect(asked.every(({ revoke, devices, data }) => revoke === 'never' && devices === 'no' && data === 'little')).toBe(
    true,
  )
})

test.each([
  ['a value that is no answer', { revoke: 'perhaps' }],
  ['two answers to one question', { revoke: ['never', 'second'] }],
  ['a question that was left out', { revoke: undefined }],
])('%s is no set of answers', (_, changed) => {
  expect(Answers.safeParse({ ...everyAnswer[0], ...changed }).success).toBe(false)
})

test('the limits are those of the code', () => {
  expect(publishedLimit).toBe(cookieLimit)
  const sentences = advised.flatMap(({ against }) => against).join(' ')
  expect(sentences).toContain(`each account keeps ${sessionCap} at most`)
})

/** The cells of a row of docs/benchmarks.md that begins like this. */
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

describe('what is quoted of docs/benchmarks.md stands there', () => {
  test.each(modes.flatMap((mode) => models.map((model) => ({ mode, model }))))('$mode, $model', ({ mode, model }) => {
    const lag = rowsOf('lag').find(([first, second]) => first === mode && second === model)
    expect(lag?.[6]).toBe(String(latestLetIn[mode][model]))
    const ratio = rowsOf('http').find((cells) => cells[0] === mode && cells[1] === '32' && cells[2] === model)
    expect(Number(ratio?.[4])).toBe(throughput[mode][model])
  })

  test('what bounded those runs', () => {
    const bound = (mode: string) => rowsOf('lag').find(([first]) => first === mode)?.[7]
    expect([`${bound('strict')} ms`, `${bound('snapshot')} ms`]).toEqual([boundInRuns.strict, boundInRuns.snapshot])
    expect(rowsOf('lag')).not.toEqual([])
    expect(readFileSync(publishedSource.file, 'utf8')).toContain(
      `\`FRESH_SECONDS=${Number.parseInt(boundInRuns.off, 10)}\``,
    )
  })

  test('when and where it was measured', () => {
    expect(readFileSync(publishedSource.file, 'utf8')).toContain(`${publishedSource.date}, ${publishedSource.machine}`)
  })

  test.each(Object.entries(inPostgres))('%s in Postgres', (name, milliseconds) => {
    expect(rowsOf('growth').find(([first]) => first === name)?.[3]).toBe(milliseconds)
  })
})
