import { againstOf } from '@/app/choose/against'
import type { Answers } from '@/app/choose/answers'
import type { Choice } from '@/app/choose/decide'
import { boundInRuns, cookieLimit, inPostgres, latestLetIn, throughput } from '@/app/choose/published'
import { sayDuration, sayRate } from '@/lib/distribution'
import { env } from '@/lib/env'
import { figuresOf } from '@/lib/server/measured'

type Sentences = readonly string[]

/** Each sentence has a figure in it: measured, or a limit that the code keeps. */
export interface Reasons {
  because: Sentences
  against: Sentences
  /** Wishes that this choice does not fulfil. */
  unmet: Sentences
}

export function reasonsFor(answers: Answers, choice: Choice): Reasons {
  return {
    because: [...becauseOfAnswers(answers, choice), costOf(answers, choice)],
    against: againstOf(answers, choice),
    unmet: unmetBy(answers, choice),
  }
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
      `Data is a JSON column, changed in 1 statement: no write is lost, and no ${cookieLimit} bytes limit it.`,
    )
  return sentences
}

const elsewhere = () =>
  `Whoever has the public key verifies the access token alone: 0 questions to us, for at most ${env().FRESH_SECONDS} seconds per token.`

const nothingStored = () =>
  `Nothing that you asked for needs a row: a session is ${figuresOf('sealed', 'snapshot').cookieBytes} bytes of cookie, and 0 rows.`

const oneDevice = () =>
  `One session can be ended by its row: ${inPostgres['revoke one']} ms in the median with 1,000,000 sessions. A sealed one has none to pick.`

/** How late the last request was that was let in after a logout. */
function delayOf({ model, mode }: Choice): string {
  const latest = latestLetIn[mode][model]
  if (latest <= 0) return `In ${mode} no request that began after the answer of a logout was let in (0 ms).`
  return `In ${mode} the last request that was let in began ${latest} ms after the answer of a logout, at a bound of ${boundInRuns[mode]} in those runs.`
}

function costOf({ hosting }: Answers, { model, mode }: Choice): string {
  if (hosting === 'no-redis' && model === 'stored')
    return `The row alone can answer a check: ${inPostgres.check} ms in the median with 1,000,000 sessions.`

  const { p50, p99, redisPerCheck } = figuresOf(model, mode)
  return `A check in ${mode} takes ${sayDuration(p50)} in the median (p99 ${sayDuration(p99)}), asks Redis ${sayRate(redisPerCheck)} × on average, and leaves ${throughput[mode][model]} of the requests per second of a route without one.`
}

function unmetBy({ revoke, origins, hosting }: Answers, { model }: Choice): Sentences {
  const fresh = env().FRESH_SECONDS
  const sentences: string[] = []
  if (origins === 'yes' && revoke !== 'never')
    sentences.push(
      `Elsewhere a revocation does not count ${revoke === 'second' ? 'within a second' : 'at once'}: a service that checks the signature alone believes a token for up to ${fresh} seconds. To know, it must ask introspection, 1 request per check.`,
    )
  if (hosting === 'no-redis' && model === 'signed' && revoke !== 'never')
    sentences.push(
      `Without Redis it does not count in time here either: an access token is believed for up to ${fresh} seconds.`,
    )
  if (hosting === 'no-redis')
    sentences.push(
      `Without Redis this application does not run as it is: each login and renewal asks it once. npm start brings an embedded one, for 1 server; to do without, take askCutOffs out of lib/server and check in off.`,
    )
  return sentences
}
