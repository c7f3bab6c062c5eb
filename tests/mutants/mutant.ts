/** One small change to the code that tests must notice. */
export interface Mutant {
  name: string
  /** The changed file, from the root of the project. */
  file: string
  /** An exact excerpt, which the file contains once. */
  find: string
  replace: string
  /** The sentence that is no longer true. */
  violates: string
  /** The test files of which at least one test must fail. */
  killedBy: readonly string[]
}
