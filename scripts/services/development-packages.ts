/** Loads a module that needs a package of `devDependencies`. @throws {Error} one sentence, when that is not installed */
export async function fromDevelopmentPackages<T>(load: () => Promise<T>): Promise<T> {
  try {
    return await load()
  } catch (error) {
    const [, missing] = /^Cannot find package '([^']+)'/.exec(error instanceof Error ? error.message : '') ?? []
    if (!missing) throw error

    const sentence = `The embedded services need ${missing}, which is not installed: set the addresses of real services, or run "npm install --include=dev"`
    throw new Error(sentence, { cause: error })
  }
}
