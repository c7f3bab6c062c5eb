import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { copyFile, cp, link, mkdir, readdir, readlink, rm, symlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/*
 * One copy of the project, in which the code is broken. The working tree stays as it is, and a test run can go on in it.
 */

const copies = '.data/mutants'

/** Neither tracked by git nor made by a test run. */
const generated = ['lib/db/generated']

/** Written by tools while they run. A shared file would change under the working tree. */
const caches = ['.vite', '.vite-temp', '.cache']

/** Its absolute path. */
export const copyOfThisRun = () => join(process.cwd(), copies, String(process.pid))

/** The project as it is in the working tree, also what is not committed yet. */
export async function makeCopy(copy: string): Promise<void> {
  await removeLeftCopies()
  for (const file of projectFiles()) {
    await mkdir(dirname(join(copy, file)), { recursive: true })
    await copyFile(file, join(copy, file))
  }
  for (const folder of generated) await cp(folder, join(copy, folder), { recursive: true })
  await linkTree('node_modules', join(copy, 'node_modules'))
}

export const removeCopy = (copy: string) => rm(copy, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })

/** A killed run leaves its copy behind. */
async function removeLeftCopies(): Promise<void> {
  const names = existsSync(copies) ? await readdir(copies) : []
  for (const name of names.filter((pid) => !isRunning(Number(pid)))) await removeCopy(join(copies, name))
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

function projectFiles(): readonly string[] {
  const list = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    encoding: 'utf8',
  })
  return list.split('\0').filter((file) => file !== '' && existsSync(file))
}

/** Real folders with hard links in them: through a link to node_modules, Tailwind reads every package. */
async function linkTree(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true })
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)]
    if (entry.isSymbolicLink()) await symlink(await readlink(source), target)
    else if (!entry.isDirectory()) await link(source, target).catch(() => copyFile(source, target))
    else if (!caches.includes(entry.name)) await linkTree(source, target)
  }
}
