/** The three models by name. Runs anywhere. To keep a single model, delete two of these first. */
export const models = ['sealed', 'stored', 'signed'] as const
export type Model = (typeof models)[number]
