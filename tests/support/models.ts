import type { Model } from '@/lib/session/models'

/** The models that the suites of this clone ask. */
export const models = [
  'sealed', // model: sealed
  'stored', // model: stored
  'signed', // model: signed
] as const satisfies readonly Model[]
