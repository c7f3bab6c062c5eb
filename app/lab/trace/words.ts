import type { Askable, Bar } from '@/app/lab/trace/shot'
import { nestSteps } from '@/lib/nested-steps'

export const names: Readonly<Record<Askable, string>> = {
  edge: 'Edge',
  page: 'Page',
  action: 'Action',
  handler: 'Route handler',
  catalogue: 'Catalogue',
  invoices: 'Invoices',
}

/** What a step does, in the order in which they run. */
export const meanings: readonly (readonly [string, string])[] = [
  ['open', 'Unseals the cookie, or verifies the signature. A hit: this isolate has opened the same bytes before.'],
  ['deadlines', 'Compares three moments with the clock: idle, absolute, fresh.'],
  [
    'revocation',
    'Asks what was revoked since. strict: Redis, every time. snapshot: a copy, and a hit is an answer out of it without a call. off: nobody.',
  ],
  [
    'session',
    'Finds what a stored cookie refers to. A hit: this process or Redis had a copy. A miss: Postgres was asked.',
  ],
  ['redis', 'A round trip to Redis, inside the step that it is indented below.'],
  ['postgres', 'A query in Postgres, inside the step that it is indented below, or by itself.'],
  ['renew', 'Asks for a new credential, because this one is past its fresh window.'],
  ['local', 'The other service, by its own account: verifies the signature with our public keys.'],
  ['introspection', 'The other service, by its own account: verifies the signature, and asks us over HTTP.'],
]

/** Calls of a store, which run inside of another step. */
export const isStore = ({ name }: Bar) => name === 'redis' || name === 'postgres'

export interface TraceLine {
  bar: Bar
  isInside: boolean
}

/** In the order in which the steps began; a call of a store directly below the step that contains it. */
export const toLines = (bars: readonly Bar[]): readonly TraceLine[] =>
  nestSteps(bars).flatMap(({ step, inside }) => [
    { bar: step, isInside: false },
    ...inside.map((bar) => ({ bar, isInside: true })),
  ])
