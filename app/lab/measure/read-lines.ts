import { MeasureLine } from '@/lib/lab/measure-words'

/** One JSON object per line, in the portions in which the network brings them. @throws for what is no line of ours */
export async function* readLines(body: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<MeasureLine[]> {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader()
  let rest = ''
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    const lines = `${rest}${part.value}`.split('\n')
    rest = lines.pop() ?? ''
    yield lines.map((line) => MeasureLine.parse(JSON.parse(line)))
  }
}
