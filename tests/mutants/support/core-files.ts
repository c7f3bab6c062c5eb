import { execFileSync } from 'node:child_process'
import { relative } from 'node:path'
import * as z from 'zod'

/** What `npm test` runs, as vitest lists it. */
export function coreFiles(): ReadonlySet<string> {
  const command = ['node_modules/vitest/vitest.mjs', 'list', '--filesOnly', '--json']
  const listed = z
    .array(z.object({ file: z.string() }))
    .parse(JSON.parse(execFileSync(process.execPath, command, { encoding: 'utf8' })))
  return new Set(listed.map(({ file }) => relative(process.cwd(), file).replaceAll('\\', '/')))
}
