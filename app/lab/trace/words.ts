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

/** What each step does, in the order in which they run. */
export const meanings: readonly (readonly [string, string])[] = [
  [
    'open',
    'Decrypts and verifies the sealed cookie, or verifies the signature of the JWT. A hit: this process has opened the same bytes before.',
  ],
  [
    'deadlines',
    'Compares three deadlines with the clock: idle timeout, absolute timeout, and the end of the fresh window, after which the credential is renewed.',
  ],
  [
    'revocation',
    'Checks whether the session was revoked. strict: asks Redis every time. snapshot: asks the local replica of the revocation list. A hit: the replica answered. A miss: the replica was too old, so the check waited for Redis. off: does not ask.',
  ],
  [
    'session',
    'Reads the session that a stored cookie refers to. A hit: this process or Redis had it in the cache. A miss: Postgres was asked.',
  ],
  ['redis', 'A round trip to Redis, inside the step above it.'],
  ['postgres', 'A query in Postgres, inside the step above it or on its own.'],
  ['renew', 'Gets a new credential, because the fresh window of this one has closed.'],
  [
    'local',
    'The duration that the other service reports: it verifies the signature with our public keys. The first check also loads the keys.',
  ],
  [
    'introspection',
    'The duration that the other service reports: it verifies the signature, and asks this application over HTTP (introspection).',
  ],
]

/** Calls of a store, which run inside another step. */
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
