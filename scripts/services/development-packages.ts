/**
 * For what needs a package of `devDependencies`, which an installation may have left out: loaded when it is wanted, and then
 * one sentence instead of a stack. @throws {Error} with that sentence
 */
export async function fromDevelopmentPackages<T>(load: () => Promise<T>): Promise<T> {
  try {
    return await load()
  } catch (error) {
    const [, missing] = /^Cannot find package '([^']+)'/.exec(error instanceof Error ? error.message : '') ?? []
    if (!missing) throw error

    const sentence = `${missing} is not installed, which embedded services need: give the addresses of real ones, or run "npm install --include=dev"`
    throw new Error(sentence, { cause: error })
  }
}
