import { execFileSync } from 'node:child_process'
import { cp, mkdir } from 'node:fs/promises'

/** The content of a folder in another one, as hard links where the file system has them: packages are close to a gigabyte. */
export async function linkTree(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true })
  try {
    execFileSync('cp', ['-RPlf', `${from}/.`, to], { stdio: 'ignore' })
  } catch {
    await cp(from, to, { recursive: true, verbatimSymlinks: true })
  }
}
