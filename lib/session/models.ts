/** The models by name. Runs anywhere. */
export const models = [
  'sealed', // model: sealed
  'stored', // model: stored
  'signed', // model: signed
] as const
export type Model = (typeof models)[number]
