import type { Answers, Choice } from '@/app/choose/answers'
import type { Messages } from '@/app/choose/messages'
import {
  acceptedAfterLogout,
  inPostgres,
  offLimitInRuns,
  publishedCookieLimit,
  publishedSessionCap,
  throughputOf,
} from '@/app/choose/published'
import { fill } from '@/app/ui/fill'
import { env } from '@/lib/env'
import { sayDuration, sayRate } from '@/lib/figures/distribution'
import { figuresOf } from '@/lib/figures/measured'
import type { Mode } from '@/lib/session/revocation/modes'

type Sentences = readonly string[]

/** Each sentence but the first has a figure in it: measured, or a limit that the code keeps. */
export interface Reasons {
  /** What to take, in plain words. */
  advice: string
  because: Sentences
  against: Sentences
  /** Wishes that exclude each other, and which one the advice keeps. */
  conflicts: Sentences
  /** What this choice needs in spite of the answers. */
  unmet: Sentences
}

/** @param t the texts, in the language of the page */
export function reasonsFor(answers: Answers, choice: Choice, t: Messages): Reasons {
  return {
    advice: fill(t.advice.both, { model: t.advice[choice.model], mode: adviceOnMode(choice, t.advice) }),
    because: [...becauseOfAnswers(answers, choice, t.because), ...costOf(answers, choice, t.because)],
    against: againstOf(answers, choice, t),
    conflicts: conflictsIn(answers, t.conflicts),
    unmet: answers.hosting === 'no-redis' ? [t.unmet] : [],
  }
}

function adviceOnMode({ model, mode }: Choice, t: Messages['advice']): string {
  if (mode === 'strict') return t.strict
  if (mode === 'snapshot') return fill(t.snapshot, { maxAge: env().REVOCATION_MAX_AGE_MS })
  return model === 'stored' ? t.row : t.credential
}

function becauseOfAnswers(answers: Answers, choice: Choice, t: Messages['because']): Sentences {
  const sentences: string[] = []
  if (answers.origins === 'yes') sentences.push(fill(t.elsewhere, { fresh: env().FRESH_SECONDS }))
  if (choice.model === 'sealed')
    sentences.push(fill(t.nothingStored, { bytes: figuresOf('sealed', 'snapshot').cookieBytes }))
  if (answers.revoke !== 'never')
    sentences.push(fill(t.oneDevice, { ms: inPostgres['revoke one'] }), delayOf(choice, t))
  if (answers.devices === 'yes') sentences.push(fill(t.devices, { ms: inPostgres.list }))
  if (answers.data === 'much') sentences.push(fill(t.data, { limit: publishedCookieLimit }))
  return sentences
}

/** How late the last accepted request began after a logout. */
function delayOf(choice: Choice, t: Messages['because']): string {
  const { mode } = choice
  const latest = acceptedAfterLogout(choice)
  return latest <= 0 ? fill(t.noDelay, { mode }) : fill(t.delay, { mode, latest })
}

function costOf({ hosting }: Answers, choice: Choice, t: Messages['because']): Sentences {
  const { model, mode } = choice
  if (hosting === 'no-redis' && mode === 'off' && model === 'stored') return [fill(t.row, { ms: inPostgres.check })]

  const { p50, p99, redisPerCheck } = figuresOf(model, mode)
  const cost = fill(t.cost, { mode, p50: sayDuration(p50), p99: sayDuration(p99), redis: sayRate(redisPerCheck) })
  const throughput = throughputOf(choice)
  return throughput === null ? [cost] : [cost, fill(t.throughput, { mode, percent: Math.round(throughput * 100) })]
}

/** The advice keeps the strictest wish. The sentence says what that costs. */
function conflictsIn({ revoke, origins, hosting }: Answers, t: Messages['conflicts']): Sentences {
  if (revoke === 'never') return []
  const isSecond = revoke === 'second'
  const withOrigins = fill(isSecond ? t.secondOrigins : t.atOnceOrigins, { fresh: env().FRESH_SECONDS })
  const withoutRedis = isSecond ? t.secondRedis : t.atOnceRedis
  return [...(origins === 'yes' ? [withOrigins] : []), ...(hosting === 'no-redis' ? [withoutRedis] : [])]
}

type Texts = Messages['against']

/** What a choice costs, in figures. */
const againstOf = (answers: Answers, choice: Choice, { against }: Messages): Sentences => [
  ...againstModel[choice.model](against, choice.mode),
  againstMode(choice, against),
  ...againstHosting(answers, choice, against),
]

const bytesOf = (model: Choice['model']) => figuresOf(model, 'snapshot').cookieBytes

const againstModel = {
  sealed: (t: Texts) => [t.sealedRows, fill(t.sealedData, { limit: publishedCookieLimit, bytes: bytesOf('sealed') })],
  stored: (t: Texts, mode: Mode) => [
    fill(t.storedCap, { cap: publishedSessionCap }),
    mode === 'off' ? t.storedQuery : fill(t.storedRedis, { redis: sayRate(figuresOf('stored', 'off').redisPerCheck) }),
  ],
  signed: (t: Texts) => [
    fill(t.signedBytes, { signed: bytesOf('signed'), sealed: bytesOf('sealed'), stored: bytesOf('stored') }),
    fill(t.signedClaims, { fresh: env().FRESH_SECONDS }),
    fill(t.signedRefresh, { grace: env().REFRESH_GRACE_SECONDS }),
  ],
} as const

function againstMode(choice: Choice, t: Texts): string {
  const { model, mode } = choice
  const usual = sayDuration(figuresOf(model, 'snapshot').p50)
  if (mode === 'strict') return fill(t.strict, { p50: usual })
  if (mode === 'snapshot') return fill(t.snapshot, { maxAge: env().REVOCATION_MAX_AGE_MS })
  if (model === 'stored') return fill(t.offStored, { p50: sayDuration(figuresOf(model, mode).p50), usual })

  return fill(t.off, { fresh: env().FRESH_SECONDS, bound: offLimitInRuns(), latest: acceptedAfterLogout(choice) })
}

/** The number of processes decides what polling the revocation feed costs, and what a call per check costs. */
function againstHosting({ hosting }: Answers, { mode }: Choice, t: Texts): Sentences {
  if (hosting === 'no-redis') return []
  if (hosting === 'one') return mode === 'strict' ? [t.oneServer] : []
  return [mode === 'strict' ? t.region : t.instances]
}
