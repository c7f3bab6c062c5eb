import { readFileSync } from 'node:fs'

/** One line of a Dockerfile, continued lines included: `COPY`, and its arguments. */
export interface Instruction {
  name: string
  rest: string
}

export interface Stage {
  name: string
  instructions: readonly Instruction[]
}

/** The stages of the Dockerfile, in order. Supports only the syntax that ours uses. */
export function readStages(text = readFileSync('Dockerfile', 'utf8')): readonly Stage[] {
  const lines = text.replaceAll(/\\\n\s*/g, '').split('\n')
  const instructions = lines
    .filter((line) => /^[A-Z]+ /.test(line))
    .map((line) => ({ name: line.split(' ')[0] ?? '', rest: line.slice(line.indexOf(' ') + 1) }))
  const starts = instructions.flatMap(({ name }, index) => (name === 'FROM' ? [index] : []))
  return starts.map((start, nth) => ({
    name: instructions[start]?.rest.split(' AS ')[1] ?? '',
    instructions: instructions.slice(start + 1, starts[nth + 1]),
  }))
}

/** `--from=build /app/.next/standalone ./` as its parts. */
export function readCopy(rest: string): { from: string | null; sources: readonly string[]; target: string } {
  const words = rest.split(' ')
  const from = words[0]?.match(/^--from=(.+)$/)?.[1] ?? null
  const paths = from ? words.slice(1) : words
  return { from, sources: paths.slice(0, -1), target: paths.at(-1) ?? '' }
}

/** The program and arguments of `CMD ["node", "serve.mjs"]` and of a HEALTHCHECK. */
export function readCommand(rest: string): readonly [string, ...string[]] {
  const [program, ...args]: readonly string[] = JSON.parse(rest.slice(rest.indexOf('[')))
  if (!program) throw new Error(`no command in ${rest}`)
  return [program, ...args]
}
