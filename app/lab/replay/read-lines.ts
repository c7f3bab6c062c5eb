import type { Line } from '@/lib/lab/replay'
import { parseLine } from '@/lib/lab/replay-lines'

/** Milliseconds: a page that is drawn anew for each of hundreds of lines a second does nothing else. */
const pace = 250

/** Reads to the end. @throws when the answer breaks off, or is something else */
export async function readLines(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  told: (lines: readonly Line[]) => void,
): Promise<void> {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader()
  let rest = ''
  let lines: Line[] = []
  let toldAt = performance.now()

  for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
    const texts = (rest + chunk.value).split('\n')
    rest = texts.pop() ?? ''
    lines.push(...texts.map(parseLine))
    if (performance.now() - toldAt < pace) continue

    told(lines)
    lines = []
    toldAt = performance.now()
  }
  told(lines)
}
