import type { Answers, Choice } from '@/app/choose/answers'
import { boundInRuns, latestLetIn, publishedCookieLimit, throughput } from '@/app/choose/published'
import { env } from '@/lib/env'
import { sayDuration, sayRate } from '@/lib/figures/distribution'
import { figuresOf } from '@/lib/figures/measured'
import type { Mode } from '@/lib/session/revocation/modes'

type Sentences = readonly string[]

/** What a choice costs, in figures. */
export const againstOf = (answers: Answers, choice: Choice): Sentences => [
  ...againstModel[choice.model](choice.mode),
  ...againstMode(choice),
  ...againstHosting(answers, choice),
]

const againstModel = {
  sealed: () => [
    `There are 0 rows: no list of devices, and no way to revoke one session from elsewhere.`,
    `Data shares ${publishedCookieLimit} bytes with the ${figuresOf('sealed', 'snapshot').cookieBytes} of an empty session, and the last of 2 writes at once wins.`,
  ],
  stored: (mode: Mode) => [
    `Each login writes 1 row, and each account keeps 20 at most: the oldest ends.`,
    mode === 'off'
      ? `Each check is 1 query: there is no copy of the row in Redis, and none in memory.`
      : `Even in off a check asks Redis ${sayRate(figuresOf('stored', 'off').redisPerCheck)} ×, for the row; sealed and signed ask 0 ×.`,
  ],
  signed: () => [
    `A browser sends ${figuresOf('signed', 'snapshot').cookieBytes} bytes with every request; sealed sends ${figuresOf('sealed', 'snapshot').cookieBytes}, stored ${figuresOf('stored', 'snapshot').cookieBytes}.`,
    `Anyone who has the token can read its claims, for ${env().FRESH_SECONDS} seconds; session data stays on its 1 row, where other services do not see it.`,
    `A refresh token is used once: one that comes back ${env().REFRESH_GRACE_SECONDS} seconds after its use ends the session, a slow client’s too.`,
  ],
} as const

function againstMode({ model, mode }: Choice): Sentences {
  const snapshot = figuresOf(model, 'snapshot')
  if (mode === 'strict')
    return [
      `In snapshot the same check takes ${sayDuration(snapshot.p50)}: strict pays for each with 1 round trip to Redis, and answers 503 while Redis is unavailable.`,
    ]
  if (mode === 'snapshot')
    return [
      `A revocation may count ${env().REVOCATION_MAX_AGE_MS} ms late, and each process asks Redis up to 1 × a second to follow.`,
    ]
  return model === 'stored'
    ? [
        `With a copy of the row in Redis, asking for it each time left ${Math.round(throughput.off.stored * 100)} % of the throughput; without one it was not measured.`,
      ]
    : [
        `A copied credential is accepted for up to ${env().FRESH_SECONDS} seconds after a logout. In runs bounded at ${boundInRuns.off}, the last accepted request began ${latestLetIn.off[model]} ms after it.`,
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
        'Each instance follows the revocations with a copy of its own: 100 instances ask Redis up to 100 × a second, and the first check of each waits for the copy.',
      ]
}
