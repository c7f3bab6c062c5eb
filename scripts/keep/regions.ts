/**
 * Marked regions. Three forms, in the comments of TypeScript, JSX, CSS, Prisma, YAML, shell, `.env`, Markdown and Mermaid:
 *
 *     // feature: lab            a comment of its own: everything up to the line that says `end`
 *     tokens: '/tokens', // feature: tokens        behind code: this line
 *     // feature: tokens (this file)               the whole file
 *
 * A region with several names (`feature: tokens, notes`) stays while one of them stays. Regions may be nested. A line can replace
 * a region that is removed: `end, otherwise: LINE`.
 */

const name = '(?:feature|model): ?([a-z-]+(?:, ?[a-z-]+)*)'
const opening = '(?://|#|%%|/\\*|\\{/\\*|<!--)'
const closing = '(?:\\*/\\}|\\*/|-->)?'

const whole = new RegExp(`^\\s*${opening} ${name} \\(this file\\) ?${closing}\\s*$`, 'm')
const start = new RegExp(`^\\s*${opening} ${name} ?${closing}\\s*$`)
const toLineEnd = '(?://|#|%%) end(?:, otherwise: (.*))?'
const enclosed = '(?:/\\*|\\{/\\*|<!--) end(?:, otherwise: (.*?))? ?(?:\\*/\\}|\\*/|-->)'
const end = new RegExp(`^(\\s*)(?:${toLineEnd}|${enclosed})\\s*$`)
const behind = new RegExp(`^(.*\\S)\\s+${opening} ${name} ?${closing}\\s*$`)

export class RegionError extends Error {}

/** @param gone names whose regions are removed. @returns the text without these regions and all marks; null when it is empty */
export function stripRegions(text: string, gone: ReadonlySet<string>): string | null {
  const goes = (list = '') => list.split(/, ?/).every((one) => gone.has(one))
  if (goes(whole.exec(text)?.[1])) return null

  /** For each region around a line, from the outermost: whether it goes. */
  const around: boolean[] = []
  const lines = text.replace(whole, '').split('\n')
  const kept = lines.flatMap((line, index) => {
    const [, opened] = start.exec(line) ?? []
    if (opened !== undefined) {
      around.push(goes(opened))
      return []
    }
    const ended = end.exec(line)
    if (ended) return endRegion(around, ended, index + 1)

    return around.includes(true) ? [] : withoutMark(line, goes)
  })
  if (around.length > 0) throw new RegionError('a marked region has no "end"')

  const left = kept
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .replace(/^\n+/, '')
  return left.trim() === '' ? null : left
}

/** @returns the line that replaces the region, where there is one */
function endRegion(around: boolean[], [, indent = '', first, second]: RegExpExecArray, line: number): string[] {
  const otherwise = first ?? second
  const isGone = around.pop()
  if (isGone === undefined) throw new RegionError(`line ${line}: "end" without a beginning`)
  return isGone && otherwise && !around.includes(true) ? [`${indent}${otherwise}`] : []
}

function withoutMark(line: string, goes: (list?: string) => boolean): string[] {
  const marked = behind.exec(line)
  if (!marked) return [line]
  return goes(marked[2]) ? [] : [marked[1] ?? '']
}

/** Whether a file has a mark of its own: a line with only `end` does not count. */
export const isMarked = (text: string) => markedNames(text).length > 0

/** Names in the marks of a file. */
export function markedNames(text: string): readonly string[] {
  const marks = [whole, start, behind].map(({ source }) => new RegExp(source, 'gm'))
  const lists = marks.flatMap((mark) => [...text.matchAll(mark)].map((match) => match.at(-1) ?? ''))
  return [...new Set(lists.flatMap((list) => list.split(/, ?/)))]
}
