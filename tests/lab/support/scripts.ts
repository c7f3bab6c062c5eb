import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Visitor } from '@/tests/support/visitor'

/** The scripts and styles that a browser loads for a page, each gzipped by itself. */
export async function bytesOfScripts({ dist }: { dist: string }, visitor: Visitor, path: string): Promise<number> {
  const { body } = await visitor.get(path)
  const named = [...body.matchAll(/\/_next\/(static\/[^"'\\?\s]+\.(?:js|css))/g)].map(([, file = '']) => file)
  return [...new Set(named)]
    .map((file) => gzipSync(readFileSync(join(dist, decodeURIComponent(file)))).length)
    .reduce((sum, bytes) => sum + bytes, 0)
}
