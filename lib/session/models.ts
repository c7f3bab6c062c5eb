/** The models by name. Runs anywhere. `npm run keep` makes the application one with fewer of them. */
export const models = [
  'sealed', // model: sealed
  'stored', // model: stored
  'signed', // model: signed
] as const
export type Model = (typeof models)[number]
