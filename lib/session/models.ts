/** The three models by name. Runs anywhere. Whoever wants a single model starts by deleting two of these. */
export const models = ['sealed', 'stored', 'signed'] as const
export type Model = (typeof models)[number]
