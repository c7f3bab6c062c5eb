import { describe, expect, test } from 'vitest'
import { concludeBreak } from '@/app/lab/break/conclude'
import type { Finding } from '@/app/lab/break/experiment'
import {
  concludeAddress, // feature: tokens
  concludeFlip,
} from '@/app/lab/inspect/conclude'
import type { Sent } from '@/app/lab/inspect/send-token' // feature: tokens
import {
  concludeMeasurement,
  concludeTokens, // feature: tokens
} from '@/app/lab/measure/conclude'
import type { Series } from '@/app/lab/measure/series'
import { concludeRace } from '@/app/lab/race/conclude'
import { concludeReplay, endsReader } from '@/app/lab/replay/conclude'
import { emptyRecording, type Recording } from '@/app/lab/replay/recording'
import { concludeTrace } from '@/app/lab/trace/conclude'
import type { Shot } from '@/app/lab/trace/shot'
import { tableModes } from '@/lib/lab/shared/outage'
import type { Act, Outcome } from '@/lib/lab/shared/replay'
import { type Layer, layers, type Way, ways } from '@/lib/lab/shared/words'
import type { Verdict } from '@/lib/session/session'
import { models } from '@/tests/support/models'

type Found = readonly { tone: string; text: string }[]
const tonesOf = (found: Found) => found.map(({ tone }) => tone)
const textsOf = (found: Found) => found.map(({ text }) => text)

describe('race', () => {
  const data = (lost: readonly number[]) =>
    concludeRace(
      'data',
      models.map((model, index) => [model, { increments: 10, kept: 10 - (lost[index] ?? 0), lost: lost[index] ?? 0 }]),
    )

  test('the report names the model that lost writes with their number, separately from the models that lost none', () => {
    expect(data([9, 0, 0])).toEqual([
      { tone: 'bad', text: 'Sealed lost 9 of 10 writes, without an error.' },
      { tone: 'good', text: 'Stored and signed lost no write: stored 10 of 10 and signed 10 of 10 were kept.' },
    ])
  })

  test('when all models lose nothing, or all lose everything, the report has one kind of sentence', () => {
    expect(tonesOf(data([0, 0, 0]))).toEqual(['good'])
    expect(textsOf(data([0, 0, 0]))[0]).toMatch(/^Sealed, stored and signed lost no write/)
    expect(tonesOf(data([1, 2, 3]))).toEqual(['bad', 'bad', 'bad'])
  })

  const expired = (counts: Record<string, number>) =>
    concludeRace('expired', [
      [
        'signed',
        { asked: 10, accepted: 10, refused: 0, unavailable: 0, sessions: 1, rotations: 1, unused: 1, ...counts },
      ],
    ])

  test('renewals at once: none refused, one refused, no answer, and a family that split', () => {
    expect(tonesOf(expired({}))).toEqual(['good', 'good'])
    expect(expired({ accepted: 8, refused: 2 })[0]).toEqual({
      tone: 'bad',
      text: 'Signed refused 2 of 10 requests of a valid session: the user is logged out.',
    })
    const silent = expired({ accepted: 7, unavailable: 3 }).at(-1)
    expect(silent?.tone).toBe('unknown')
    expect(silent?.text).toMatch(/^No answer: signed 3 of 10\. .*longer than 5 seconds/)
    expect(tonesOf(expired({ accepted: 0, unavailable: 10 }))).toEqual(['good', 'unknown'])
    expect(textsOf(expired({ sessions: 2 }))).toContain('Signed ended with 2 sessions in place of 1.')
    expect(tonesOf(expired({ rotations: 2, unused: 2 }))).toEqual(['good', 'bad'])
  })

  test('a logout that a renewal undoes is bad, and one without a verdict is no success', () => {
    const logout = (counts: Record<string, number>) =>
      concludeRace('logout', [['stored', { rounds: 6, renewed: 3, alive: 0, unavailable: 0, ...counts }]])
    expect(tonesOf(logout({}))).toEqual(['good'])
    expect(textsOf(logout({}))[0]).toContain('Rounds in which the renewal came first: stored 3 of 6.')
    expect(textsOf(logout({ renewed: 0 }))[0]).toContain('In this run no renewal came before the logout')
    expect(textsOf(logout({ alive: 1 }))[0]).toMatch(/^Stored revived a session in 1 of 6 rounds/)
    expect(tonesOf(logout({ unavailable: 6 }))).toEqual(['unknown'])
  })

  test('rotation: reuse detection without a grace window, retries within it, and a replay that succeeds', () => {
    const rotation = (name: string, counts: Record<string, number>) => concludeRace('rotation', [[name, counts]])[0]
    expect(rotation('no grace window', { used: 10, rotated: 1, reused: 9, alive: 0 })?.tone).toBe('bad')
    expect(rotation('no grace window', { used: 1, rotated: 1, reused: 0, alive: 1 })?.tone).toBe('good')
    expect(rotation('in the grace window', { used: 10, rotated: 1, retried: 9, reused: 0, alive: 1 })?.tone).toBe(
      'good',
    )
    expect(rotation('in the grace window', { used: 10, rotated: 1, retried: 8, reused: 1, alive: 0 })?.tone).toBe('bad')
    expect(rotation('replay, after the window', { used: 2, reused: 1, alive: 0, denied: 1 })?.tone).toBe('good')
    expect(rotation('replay, after the window', { used: 2, reused: 0, alive: 1, denied: 0 })?.tone).toBe('bad')
  })

  test('an empty tally says that there is no result', () => {
    expect(tonesOf(concludeRace('data', []))).toEqual(['unknown'])
  })
})

describe('replay', () => {
  const acted = (outcome: Outcome) => ({ kind: 'acted', outcome, started: 950, answered: 1000 }) as const

  /**
   * Two sessions, one attempt each on every layer, each 100 ms for 3 seconds. @param says the verdict of a mode, at a
   * moment; null for no answer
   */
  function runOf(
    says: (way: Way, moment: number, layer: Layer) => Verdict | null,
    outcome: Outcome = 'ended',
  ): Recording {
    const subjects = ['sealed', 'stored'] as const
    const moments = Array.from({ length: 30 }, (_, index) => index * 100)
    const attempts = moments.flatMap((started) =>
      subjects.flatMap((subject) =>
        layers.map((layer) => {
          const found = ways.map((way) => [way, says(way, started, layer)] as const)
          const verdicts = found.some(([, verdict]) => verdict === null) ? null : Object.fromEntries(found)
          return { kind: 'attempt' as const, subject, layer, started, answered: started + 5, verdicts, renewed: false }
        }),
      ),
    )
    return {
      ...emptyRecording,
      players: subjects.map((subject) => ({ subject, model: subject, freshUntil: 2500 })),
      length: 3000,
      maxAge: 1000,
      attempts,
      acted: Object.fromEntries(subjects.map((subject) => [subject, { ...acted(outcome), subject }])),
      isOver: true,
    }
  }

  const until: Readonly<Record<Way, number>> = { strict: 1000, snapshot: 1900, off: 2400, textbook: 9999 }
  /** The server has performed the act, so it refuses at once also in snapshot. */
  const usual = (way: Way, moment: number, layer: Layer) => {
    const isOwn = way === 'snapshot' && layer !== 'edge'
    return moment < (isOwn ? 1000 : until[way]) ? 'allowed' : 'revoked'
  }

  test('each mode reports until when it accepted the stolen cookie, and whether that is within its limit', () => {
    const found = concludeReplay(runOf(usual))
    expect(tonesOf(found)).toEqual(['good', 'good', 'late', 'late', 'bad'])
    expect(textsOf(found)).toEqual([
      'Strict accepted no stolen copy after the act (0 of 160 attempts).',
      'Snapshot on the server accepted no stolen copy after the act (0 of 120 attempts). The process that performs the act refuses the copy from the next request on.',
      'Snapshot at the edge accepted the stolen copy of sealed for 800 ms and stored for 800 ms after the act, within the limit of 1.0 s, and then refused it. The edge, like every other process, reads revocations from the feed.',
      'Off accepted the stolen copy of sealed for 1.3 s and stored for 1.3 s after the act, within the limit of 1.5 s, and then refused it. Its credential was due for renewal.',
      'Textbook (the stateless baseline) still accepted the stolen copy of sealed and stored when the run ended. It never asks whether a session was revoked. A stored session may still be refused, because its check reads the row.',
    ])
  })

  test('a mode that exceeds its limit is reported as a failure', () => {
    const found = concludeReplay(runOf((way, moment) => (way === 'snapshot' && moment < 2200 ? 'allowed' : 'revoked')))
    for (const place of [1, 2]) {
      expect(found[place]?.tone).toBe('bad')
      expect(found[place]?.text).toContain('longer than the limit of 1.0 s')
    }
  })

  test('a server of several processes, of which another one answers, is reported as late and not as good', () => {
    const found = concludeReplay(runOf((way, moment) => (moment < until[way] ? 'allowed' : 'revoked')))
    expect(found[1]?.tone).toBe('late')
    expect(found[1]?.text).toMatch(/^Snapshot on the server accepted .* Another process than the one that performed/)
  })

  test('when no attempt succeeds after the revocation, every mode is reported as good', () => {
    expect(tonesOf(concludeReplay(runOf(() => 'revoked')))).toEqual(['good', 'good', 'good', 'good', 'good'])
  })

  test('attempts without an answer are counted and explained, and are not counted as refusals', () => {
    const some = concludeReplay(runOf((way, moment, layer) => (moment === 1500 ? null : usual(way, moment, layer))))
    expect(some.at(-1)?.tone).toBe('unknown')
    expect(some.at(-1)?.text).toMatch(/^8 of 240 attempts had no answer: .*neither as accepted nor as refused/)
    const all = concludeReplay(runOf((_, moment) => (moment >= 1000 ? null : 'allowed')))
    expect(tonesOf(all)).toEqual(Array.from({ length: 6 }, () => 'unknown'))
  })

  test.each([
    ['impossible', 'bad'],
    ['renewable', 'fact'],
    ['unavailable', 'unknown'],
  ] as const)('an act that ends nothing (%s) is reported as such, and no mode is judged', (outcome, tone) => {
    const found = concludeReplay(runOf(() => 'allowed', outcome))
    expect(tonesOf(found)).toEqual([tone])
    expect(found[0]?.text).toMatch(/^Sealed and stored: /)
  })

  test('a run that was stopped before the act has no result, and neither has an empty run', () => {
    expect(tonesOf(concludeReplay({ ...runOf(usual), acted: {} }))).toEqual(['unknown'])
    expect(concludeReplay(emptyRecording)).toEqual([])
  })

  test.each([
    ['logout', true, true],
    ['logout', false, false],
    ['everywhere', false, true],
    ['password', false, true],
    ['role', true, false],
    ['keys', true, false],
  ] satisfies [Act, boolean, boolean][])(
    '%s, own session tried: %s; the reader is logged out: %s',
    (act, own, ends) => {
      expect(endsReader({ act, own })).toBe(ends)
    },
  )
})

describe('measure', () => {
  const one = (part: Partial<Series>): Series => ({
    place: 'edge',
    mode: 'strict',
    model: 'sealed',
    n: 50,
    p50: 1000,
    p95: 2000,
    p99: 3000,
    histogram: [],
    redisPerCheck: 0,
    postgresPerCheck: 0,
    cookieBytes: 600,
    ...part,
  })

  test('the modes are compared by their medians, and the model that stands out is named', () => {
    const found = concludeMeasurement([
      one({ p50: 4000, redisPerCheck: 1 }),
      one({ mode: 'snapshot', p50: 200 }),
      one({ mode: 'off', p50: 100 }),
      one({ mode: 'off', model: 'stored', p50: 5000, redisPerCheck: 1 }),
    ])
    expect(textsOf(found)).toEqual([
      'A strict check at the edge takes 20 × as long as a snapshot check (4.0 ms in place of 200 µs): it asks Redis each time.',
      'In off at the edge, stored takes 50 × as long as sealed (5.0 ms in place of 100 µs): each check reads the session from Redis.',
      'Bytes of cookies that a browser sends with each request: sealed 600 and stored 600.',
    ])
  })

  test('models with equal cost, and a strict check that is no slower, are reported as equal', () => {
    const found = concludeMeasurement([
      one({ p50: 100 }),
      one({ p50: 150, model: 'stored' }),
      one({ mode: 'snapshot', p50: 200 }),
    ])
    expect(found[0]?.text).toContain('takes no longer than a snapshot check')
    expect(found[1]?.text).toContain('cost about the same at the edge')
  })

  test('an aborted measurement names the models without figures; a measurement without any figures reports nothing', () => {
    const found = concludeMeasurement([one({}), one({ model: 'signed', n: 0, p50: Number.NaN, cookieBytes: null })])
    expect(found.at(-1)).toEqual({
      tone: 'unknown',
      text: 'Signed: no figures, because the measurement ended before.',
    })
    expect(textsOf(found).join()).not.toMatch(/NaN|null|undefined/)
    expect(concludeMeasurement([one({ n: 0 })])).toEqual([])
  })
})

// feature: tokens
describe('tokens', () => {
  const round = (part: object) => ({ issue: 1000, sign: 200, miss: 2000, redis: 500, memory: 1, ...part })

  test('the medians say what a hit and a miss cost, and from which share of hits a cache saves time', () => {
    // One slow round of three changes no median.
    const found = concludeTokens([round({}), round({}), round({ redis: 90_000, miss: 90_000 })])
    expect(textsOf(found)).toEqual([
      'To fetch a token from Redis takes 2.5 × as long as to sign one (500 µs, 200 µs).',
      'To issue one without a cache, which includes a check of the session in Postgres, takes 2.0 × as long as to fetch it from Redis (1.0 ms).',
      'A miss takes 2.0 × as long as a request without a cache (2.0 ms).',
      'The cache saves time when more than 67 % of the requests are hits.',
      'A client that keeps its token until it expires asks nothing (1.0 µs from memory).',
    ])
  })

  test('a cache that is slower than none saves no time, and one whose miss costs nothing saves it from the first hit', () => {
    expect(textsOf(concludeTokens([round({ redis: 1000 })]))).toContain('The cache saves no time at any share of hits.')
    const free = textsOf(concludeTokens([round({ miss: 900, redis: 100 })]))
    expect(free).toContain('The cache saves time when more than 0 % of the requests are hits.')
    expect(free).toContain('To fetch a token from Redis takes no longer than to sign one (100 µs, 200 µs).')
  })

  test('without figures nothing is said', () => expect(concludeTokens([])).toEqual([]))
})

describe('a token in an address', () => {
  const sent = (answer: string, found: Partial<Sent['found']> = {}): Sent => ({
    answer,
    found: { request: 'GET /', ownLog: '{}', address: '/', referer: 'none', elsewhere: 'none', ...found },
  })
  const leaky = sent('400 token_in_query', { request: 'GET /?access_token=a.b.c', referer: '/?access_token=a.b.c' })

  test('the report names the places with a copy, and says when there is none', () => {
    const found = concludeAddress({ token: 'a.b.c', inAddress: leaky, inHeader: sent('200') })
    expect(tonesOf(found)).toEqual(['bad', 'good', 'good'])
    expect(found[0]?.text).toContain('left copies in the request line and the Referer of the next request.')
  })

  test('another token, or a part of it, is no copy', () => {
    const other = sent('200', { request: 'GET /?access_token=a.b.d', referer: '/?access_token=a.b' })
    const found = concludeAddress({ token: 'a.b.c', inAddress: other, inHeader: other })
    expect(tonesOf(found).slice(0, 2)).toEqual(['good', 'good'])
  })

  test.each([
    ['200', '200', 'bad'],
    ['503 unavailable', '503 unavailable', 'unknown'],
    ['400 token_in_query', '401 revoked', 'unknown'],
  ])('an application that answers %s and %s is not called one that refuses', (inAddress, inHeader, tone) => {
    const found = concludeAddress({ token: 'a.b.c', inAddress: sent(inAddress), inHeader: sent(inHeader) })
    expect(found.at(-1)?.tone).toBe(tone)
  })
})
// end

describe('break', () => {
  type Said = Verdict | undefined
  const findings = (says: (mode: Finding['mode'], layer: string) => Said, byDesign: Finding['byDesign'] = 'allowed') =>
    tableModes.flatMap((mode) =>
      layers.map((layer): Finding => {
        const verdict = says(mode, layer)
        const after = verdict && { way: mode, verdict, steps: [], took: 1 }
        return { layer, mode, before: undefined, after, byDesign }
      }),
    )

  test('all accepted, as designed', () => {
    const found = concludeBreak(findings(() => 'allowed'))
    expect(tonesOf(found)).toEqual(['good', 'good', 'good', 'good'])
    expect(found[0]?.text).toBe(
      'Strict accepted the session on all 4 layers: the user stays logged in. The slowest check took 1.00 ms.',
    )
    expect(found[3]?.text).toBe('All 12 answers agree with the design.')
  })

  test('a check that cannot decide logs no user out, and a result that differs from the design is named', () => {
    const found = concludeBreak(findings((mode) => (mode === 'strict' ? 'unavailable' : 'allowed')))
    expect(tonesOf(found)).toEqual(['bad', 'good', 'good', 'bad'])
    expect(found[0]?.text).toContain('could not decide on 4 of 4 layers')
    expect(found[0]?.text).toContain('stays logged in')
    expect(found[3]?.text).toMatch(/^4 of 12 answers differ from the design: strict at edge/)
  })

  test('a refused valid session counts as logged out, which is worse than no decision', () => {
    const [strict] = concludeBreak(findings((_, layer) => (layer === 'page' ? 'revoked' : 'unavailable')))
    expect(strict).toEqual({ tone: 'bad', text: 'Strict refused a valid session (page): the user is logged out.' })
  })

  test('a missing answer is counted, and not compared with the design', () => {
    const one = concludeBreak(findings((mode, layer) => (mode === 'off' && layer === 'edge' ? undefined : 'allowed')))
    expect(tonesOf(one)).toEqual(['good', 'good', 'unknown', 'unknown', 'good'])
    expect(one[3]?.text).toMatch(/^1 of 12 requests had no answer/)
    expect(one[4]?.text).toContain('All 11 answers')
    expect(tonesOf(concludeBreak(findings(() => undefined)))).toEqual(Array(5).fill('unknown'))
    expect(concludeBreak([])).toEqual([])
  })
})

describe('trace', () => {
  const bars = [
    { name: 'open', at: 0, milliseconds: 0.5 },
    { name: 'redis', at: 0.5, milliseconds: 1.5 },
    { name: 'revocation', at: 0.5, milliseconds: 1.5 },
  ]
  const shot = (part: Partial<Shot>): Shot => ({
    id: '1',
    target: 'handler',
    way: 'strict',
    waited: 9,
    lanes: [{ place: 'Server', verdict: 'allowed', bars }],
    failure: null,
    ...part,
  })
  const local = [{ place: 'Server' as const, verdict: 'allowed' as const, bars: bars.slice(0, 1) }]

  test('the time of store calls is shown as a share of the whole check', () => {
    expect(textsOf(concludeTrace([shot({})]))).toEqual([
      'Server: allowed after 2.00 ms. Redis took 1.50 ms of it (75 %).',
    ])
    expect(concludeTrace([shot({ lanes: local })])[0]?.text).toContain('No store was asked.')
  })

  test('two modes for the same target are compared, the fastest first', () => {
    const found = concludeTrace([shot({}), shot({ way: 'off', lanes: local }), shot({ target: 'edge', way: 'off' })])
    expect(found.at(-1)?.text).toBe('Route handler, the fastest mode first: off 0.50 ms and strict 2.00 ms.')
  })

  test('no answer, a store that is unavailable, and another service without steps', () => {
    expect(tonesOf(concludeTrace([shot({ failure: 'No answer.', lanes: [] })]))).toEqual(['unknown'])
    const unavailable = shot({ lanes: [{ place: 'Edge', verdict: 'unavailable', bars }] })
    expect(tonesOf(concludeTrace([unavailable]))).toEqual(['unknown'])
    const other = shot({
      target: 'invoices',
      way: null,
      lanes: [{ place: 'Other service', verdict: 'refused', bars: [] }],
    })
    expect(textsOf(concludeTrace([other]))).toEqual([
      'Invoices (other service): refused, without a report of its steps.',
    ])
    expect(concludeTrace([])).toEqual([])
  })

  test.each([
    ['introspection', /^Invoices .* accepted after 9\.00 ms\. .* asked this application about the session\.$/],
    ['local', /did not ask this application about the session\.$/],
  ])('another service that checks by %s: the report says whether it asked this application', (name, says) => {
    const lanes = [{ place: 'Other service', verdict: 'accepted', bars: [{ name, at: 0, milliseconds: 9 }] }] as const
    const [text] = textsOf(concludeTrace([shot({ target: 'invoices', way: null, lanes })]))
    expect(text).toMatch(says)
    expect(text).not.toContain('No store was asked')
  })
})

describe('inspect', () => {
  const report = (after: Verdict | null, before: Verdict | null = 'allowed') => ({
    rows: layers.map((layer) => ({ layer, before, after })),
  })

  test('refused, accepted in spite of the change, no answer, and refused before the change', () => {
    expect(tonesOf(concludeFlip(report('anonymous')))).toEqual(['good'])
    expect(tonesOf(concludeFlip(report('allowed')))).toEqual(['fact'])
    expect(tonesOf(concludeFlip(report(null)))).toEqual(['unknown'])
    expect(tonesOf(concludeFlip(report('unavailable')))).toEqual(['unknown'])
    expect(textsOf(concludeFlip(report('anonymous', 'anonymous'))).at(-1)).toMatch(/unchanged cookie as well/)
  })
})
