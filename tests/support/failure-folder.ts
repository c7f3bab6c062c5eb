import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { basename, join, relative } from 'node:path'
import type { Page } from 'playwright-core'
import type { TestContext } from 'vitest'

/** The folder with the failures of the last run with a browser. */
export const failuresFolder = join(process.cwd(), '.data/test-failures')

/** The evidence of a failed test. */
export interface Evidence {
  /** The open tabs, each with the lines of its console. */
  tabs: ReadonlyMap<Page, readonly string[]>
  /** The log of each application that the test has visited, and its length when the test began. */
  logs: ReadonlyMap<string, number>
}

/** Writes a screenshot and the console of each open tab, and the logs of the servers. @returns the folder */
export async function keepEvidence(task: TestContext['task'], { tabs, logs }: Evidence): Promise<string> {
  const folder = join(failuresFolder, nameOf(task))
  await mkdir(folder, { recursive: true })
  const open = [...tabs].filter(([page]) => !page.isClosed())
  await Promise.all(open.map(([page, lines], index) => keepTab(page, lines, join(folder, `tab-${index + 1}`))))
  await Promise.all([...logs].map(([path, start], index) => keepLog(path, start, join(folder, `server-${index + 1}`))))
  return relative(process.cwd(), folder)
}

/** `e2e-account-with-javascript-true-stored-a-name` */
function nameOf({ file, fullTestName }: TestContext['task']): string {
  const words = [file.projectName ?? '', basename(file.name, '.test.ts'), fullTestName]
  const name = words
    .join('-')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
  // Tests of one table often differ only in their last word.
  return name.length <= 120 ? name : `${name.slice(0, 80)}--${name.slice(-38)}`
}

async function keepTab(page: Page, lines: readonly string[], path: string): Promise<void> {
  await writeFile(`${path}-console.txt`, [page.url(), ...lines, ''].join('\n'))
  // A crashed tab, or one whose page never finishes loading, has no screenshot.
  await page
    .screenshot({ path: `${path}.png`, fullPage: true, timeout: 5000 })
    .catch((error: unknown) => writeFile(`${path}-no-screenshot.txt`, String(error)))
}

async function keepLog(path: string, start: number, target: string): Promise<void> {
  const log = await readFile(path).catch(() => null)
  const parts = log
    ? [log.subarray(0, start), '--- the test begins here ---\n', log.subarray(start)]
    : ['no log is left\n']
  await writeFile(`${target}.log`, parts)
}
