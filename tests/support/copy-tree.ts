import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { cp } from 'node:fs/promises'
import { join } from 'node:path'

/** The files that a clone of this working tree would have, without packages and generated files. */
export async function copyTree(to: string): Promise<void> {
  const list = execFileSync('git', ['ls-files', '-coz', '--exclude-standard'], { encoding: 'utf8' }).split('\0')
  // An empty name is the end of the list. A missing file is deleted, and the deletion is not committed yet.
  for (const file of list.filter((name) => name && existsSync(name))) await cp(file, join(to, file))
}
