import { execFileSync } from 'node:child_process'
import { cp, mkdir } from 'node:fs/promises'

/** Copies a folder as hard links if the file system supports them: packages are close to a gigabyte. */
export async function linkTree(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true })
  try {
    execFileSync('cp', ['-RPlf', `${from}/.`, to], { stdio: 'ignore' })
  } catch {
    await cp(from, to, { recursive: true, verbatimSymlinks: true })
  }
}
