import { againstOf } from '@/app/choose/against'
import type { Answers, Choice } from '@/app/choose/answers'
import { boundInRuns, inPostgres, latestLetIn, publishedCookieLimit, throughput } from '@/app/choose/published'
import { env } from '@/lib/env'
import { sayDuration, sayRate } from '@/lib/figures/distribution'
import { figuresOf } from '@/lib/figures/measured'

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

export function reasonsFor(answers: Answers, choice: Choice): Reasons {
  return {
    advice: `${adviceOnModel[choice.model]} ${adviceOnMode(choice)}`,
    because: [...becauseOfAnswers(answers, choice), costOf(answers, choice)],
    against: againstOf(answers, choice),
    conflicts: conflictsIn(answers),
    unmet: unmetBy(answers),
  }
}

const adviceOnModel = {
  sealed: 'Use sealed sessions: nothing that you ask for needs a database row, so an encrypted cookie is enough.',
  stored: 'Use stored sessions: each session is a database row that you can list, change and revoke.',
  signed: 'Use signed sessions: other services verify the token with a public key and need none of your secrets.',
} as const

function adviceOnMode({ model, mode }: Choice): string {
  if (mode === 'strict') return 'Let each check ask Redis, so that the next request after a revocation is refused.'
  if (mode === 'snapshot')
    return `Let each check ask a local replica of the revocation list, which is at most ${env().REVOCATION_MAX_AGE_MS} ms old.`
  return model === 'stored'
    ? 'Let each check read the row, as there is no Redis to ask.'
    : 'Let a check ask nothing until the credential is renewed, as there is no Redis to ask.'
}

function becauseOfAnswers(answers: Answers, { model, mode }: Choice): Sentences {
  const sentences: string[] = []
  if (answers.origins === 'yes') sentences.push(elsewhere())
  if (model === 'sealed') sentences.push(nothingStored())
  if (answers.revoke !== 'never') sentences.push(oneDevice(), delayOf({ model, mode }))
  if (answers.devices === 'yes')
    sentences.push(
      `The list of devices is rows: one query, ${inPostgres.list} ms in the median with 1,000,000 sessions.`,
    )
  if (answers.data === 'much')
    sentences.push(
      `Data is a JSON column, changed in 1 statement: no write is lost, and no ${publishedCookieLimit} bytes limit it.`,
    )
  return sentences
}

const elsewhere = () =>
  `A service with the public key verifies the access token alone: 0 requests to us, for at most ${env().FRESH_SECONDS} seconds per token.`

const nothingStored = () => `A session is ${figuresOf('sealed', 'snapshot').cookieBytes} bytes of cookie, and 0 rows.`

const oneDevice = () =>
  `One session can be revoked by its row: ${inPostgres['revoke one']} ms in the median with 1,000,000 sessions. A sealed session has no row, so no list can revoke it alone.`

/** How late the last request was that was let in after a logout. */
function delayOf({ model, mode }: Choice): string {
  const latest = latestLetIn[mode][model]
  if (latest <= 0) return `In ${mode} no request that began after the answer of a logout was accepted (0 ms).`
  return `In ${mode} requests were still accepted for ${latest} ms after a logout was answered (the limit in those runs: ${boundInRuns[mode]}).`
}

function costOf({ hosting }: Answers, { model, mode }: Choice): string {
  if (hosting === 'no-redis' && mode === 'off' && model === 'stored')
    return `The row alone can answer a check: ${inPostgres.check} ms in the median with 1,000,000 sessions.`

  const { p50, p99, redisPerCheck } = figuresOf(model, mode)
  return `A check in ${mode} takes ${sayDuration(p50)} in the median (p99 ${sayDuration(p99)}), asks Redis ${sayRate(redisPerCheck)} × on average, and a route with it answers ${Math.round(throughput[mode][model] * 100)} % of the requests per second that it answers without a check.`
}

/** The strictest wish is kept, and the sentence says what the other one costs. */
function conflictsIn({ revoke, origins, hosting }: Answers): Sentences {
  if (revoke === 'never') return []
  const wish =
    revoke === 'second'
      ? 'A revocation that counts within 1 second'
      : 'A revocation that counts for the very next request'
  const sentences: string[] = []
  if (origins === 'yes')
    sentences.push(
      `${wish}, and services that verify tokens alone, exclude each other: such a service accepts a token for up to ${env().FRESH_SECONDS} seconds after the revocation. This application keeps the strict wish. A service that must keep it too asks introspection, 1 request per check.`,
    )
  if (hosting === 'no-redis')
    sentences.push(
      `${wish}, and no Redis, exclude each other: ${revoke === 'second' ? 'the replica of the revocation list follows Redis, with 1 call per second' : 'each check waits for 1 answer of Redis'}. The advice keeps the strict wish, so it needs Redis.`,
    )
  return sentences
}

const unmetBy = ({ hosting }: Answers): Sentences =>
  hosting === 'no-redis'
    ? [
        'Without Redis this application does not run as it is: each login and renewal asks it once. npm start brings an embedded one, which serves 1 server.',
      ]
    : []
