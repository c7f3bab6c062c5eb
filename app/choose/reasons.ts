import type { Answers } from '@/app/choose/answers'
import type { Choice } from '@/app/choose/decide'
import { boundInRuns, inPostgres, latestLetIn, throughput } from '@/app/choose/published'
import { sayDuration, sayRate } from '@/lib/distribution'
import { env } from '@/lib/env'
import { figuresOf } from '@/lib/server/measured'

/** Bytes of name and value: what is larger, a browser drops without a word (RFC 6265bis, section 5.6). */
const cookieLimit = 4096

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
    because: [...becauseOfAnswers(answers, choice), costOf(choice)],
    against: [...againstModel[choice.model](), ...againstMode(choice), ...againstHosting(answers, choice)],
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
  if (answers.hosting === 'no-redis' && model === 'stored')
    sentences.push(`The row alone can answer a check: ${inPostgres.check} ms in the median with 1,000,000 sessions.`)
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

function costOf({ model, mode }: Choice): string {
  const { p50, p99, redisPerCheck } = figuresOf(model, mode)
  return `A check in ${mode} takes ${sayDuration(p50)} in the median (p99 ${sayDuration(p99)}), asks Redis ${sayRate(redisPerCheck)} × on average, and leaves ${throughput[mode][model]} of the requests per second of a route without one.`
}

const againstModel = {
  sealed: () => [
    `There are 0 rows: no list of devices, and no ending of one device alone from elsewhere.`,
    `Data shares ${cookieLimit} bytes with the ${figuresOf('sealed', 'snapshot').cookieBytes} of an empty session, and the last of 2 writes at once wins.`,
  ],
  stored: () => [
    `Each login writes 1 row, and each account keeps 20 at most: the oldest ends.`,
    `With nothing revoked, a check in off asks Redis ${sayRate(figuresOf('stored', 'off').redisPerCheck)} ×, for the row; sealed and signed 0 ×.`,
  ],
  signed: () => [
    `A browser sends ${figuresOf('signed', 'snapshot').cookieBytes} bytes with every request; sealed sends ${figuresOf('sealed', 'snapshot').cookieBytes}, stored ${figuresOf('stored', 'snapshot').cookieBytes}.`,
    `The claims of the token can be read by anyone who has it, for ${env().FRESH_SECONDS} seconds; session data stays on its 1 row, where other services do not see it.`,
    `A refresh token is used once: one that comes back ${env().REFRESH_GRACE_SECONDS} seconds after its use ends the session, a slow client’s too.`,
  ],
} as const

function againstMode({ model, mode }: Choice): Sentences {
  const snapshot = figuresOf(model, 'snapshot')
  if (mode === 'strict')
    return [
      `In snapshot the same check takes ${sayDuration(snapshot.p50)}: strict pays for each with 1 round trip to Redis, and answers 503 while Redis is away.`,
    ]
  if (mode === 'snapshot')
    return [
      `A revocation may count ${env().REVOCATION_MAX_AGE_MS} ms late, and each process asks Redis up to 1 × a second to follow.`,
    ]
  return model === 'stored'
    ? [
        `0 of the checks can be answered from memory: each asks for the row, and leaves ${throughput.off.stored} of the throughput.`,
      ]
    : [
        `A copied credential is believed for up to ${env().FRESH_SECONDS} seconds after a logout: ${latestLetIn.off[model]} ms of ${boundInRuns.off} were measured.`,
      ]
}

/** How many processes there are decides what following the revocations costs, and what it costs to ask each time. */
function againstHosting({ hosting }: Answers, { mode }: Choice): Sentences {
  if (hosting === 'no-redis') return []
  if (hosting === 'one')
    return mode === 'strict'
      ? ['With 1 server, snapshot would put 1 question a second to Redis; strict puts 1 per check.']
      : []
  return mode === 'strict'
    ? ['Redis is in 1 region: a check in any other one takes the way there and back, once.']
    : [
        'Each instance follows the revocations with a copy of its own: 100 instances ask Redis up to 100 × a second, and the first check of each waits for the copy.',
      ]
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
