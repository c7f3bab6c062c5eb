import { readLines } from '@/app/lab/ui/read-lines'
import type { Line } from '@/lib/lab/replay'
import { parseLine } from '@/lib/lab/replay-lines'

/** Milliseconds: a page that is drawn anew for each of hundreds of lines a second does nothing else. */
const pace = 250

/** Reads to the end. @throws when the answer breaks off, or is something else */
export async function tellAtPace(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  tell: (lines: readonly Line[]) => void,
): Promise<void> {
  let lines: Line[] = []
  let toldAt = performance.now()

  for await (const texts of readLines(body)) {
    lines.push(...texts.map(parseLine))
    if (performance.now() - toldAt < pace) continue

    tell(lines)
    lines = []
    toldAt = performance.now()
  }
  tell(lines)
}
