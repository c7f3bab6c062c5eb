import type { Model } from '@/lib/session/models'

/** The models that the suites of this clone test. */
export const models = [
  'sealed', // model: sealed
  'stored', // model: stored
  'signed', // model: signed
] as const satisfies readonly Model[]

/** For a test that needs any model: the second one, if there is one. */
export const anyModel: Model = models[1 % models.length] ?? models[0]
