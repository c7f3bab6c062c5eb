import { decadesOf, drawBars, placeOn, type Scale, sayDuration, sayRate, scaleFor } from '@/lib/figures/distribution'
import type { CheckFigures, Figures } from '@/lib/figures/measured'
import { modes } from '@/lib/session/revocation/modes'
import type { Colours } from '@/tests/bench/all/palette'

const width = 760
const plot = { left: 100, width: 350 }
/** X coordinates of the right edges. */
const columns = { p50: 530, p95: 595, p99: 660, redis: 735 } as const
const row = 38
const heading = 44
const top = 96

/** How each mode queries Redis, in the words of docs/benchmarks.md. */
const asking = {
  strict: 'strict: every check queries Redis',
  snapshot: 'snapshot: checks use a local replica, at most one second old',
  off: 'off: no store is queried until the credential is renewed',
} as const

/** One picture, with a title and a description for screen readers. */
export function drawFigures(figures: Figures, colours: Colours): string {
  const scale = scaleFor(figures.checks.map(({ histogram }) => histogram))
  const blocks = modes.map((mode, index) => drawMode(mode, { figures, colours, scale, y: top + index * blockHeight }))
  const bottom = top + modes.length * blockHeight
  const height = bottom + 104
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="t d" font-family="system-ui, Arial, sans-serif" font-size="14" fill="${colours.ink}">`,
    `<title id="t">What a check costs</title>`,
    `<desc id="d">${inXml(describe(figures))}</desc>`,
    `<rect width="${width}" height="${height}" fill="${colours.sheet}"/>`,
    text(24, 40, 'What a check costs', 'font-size="24" font-weight="600" font-family="Georgia, serif"'),
    text(
      24,
      64,
      'The whole server check, from the cookies to the session. Bars: how many took how long, on a logarithmic scale.',
      soft(colours),
    ),
    ...blocks,
    drawAxis({ scale, colours, y: bottom }),
    ...footer(figures).map((line, index) =>
      text(24, bottom + 46 + index * 17, line, `${soft(colours)} font-size="12"`),
    ),
    '</svg>',
  ].join('\n')}\n`
}

const blockHeight = heading + 3 * row

interface Block {
  figures: Figures
  colours: Colours
  scale: Scale
  y: number
}

function drawMode(mode: keyof typeof asking, block: Block): string {
  const { figures, colours, y } = block
  const names = [
    [columns.p50, 'p50'],
    [columns.p95, 'p95'],
    [columns.p99, 'p99'],
    [columns.redis, 'Redis'],
  ] as const
  const rows = figures.checks.filter((check) => check.mode === mode)
  return [
    text(24, y + 30, asking[mode], 'font-weight="600"'),
    ...names.map(([x, name]) => text(x, y + 30, name, `${soft(colours)} text-anchor="end" font-size="12"`)),
    ...rows.map((check, index) => drawCheck(check, { ...block, y: y + heading + index * row })),
  ].join('\n')
}

function drawCheck(check: CheckFigures, { colours, scale, y }: Block): string {
  const colour = colours[check.model]
  const height = row - 10
  const cells = [
    [columns.p50, sayDuration(check.p50)],
    [columns.p95, sayDuration(check.p95)],
    [columns.p99, sayDuration(check.p99)],
    [columns.redis, sayRate(check.redisPerCheck)],
  ] as const
  const middle = (plot.left + placeOn(scale, check.p50) * plot.width).toFixed(1)
  return [
    text(24, y + height - 2, check.model, `fill="${colour}" font-weight="600"`),
    `<path transform="translate(${plot.left} ${y})" fill="${colour}" d="${drawBars(check.histogram, scale, { width: plot.width, height })}"/>`,
    `<path stroke="${colours.rule}" d="M${plot.left} ${y + height}h${plot.width}"/>`,
    `<path stroke="${colours.ink}" stroke-width="2" d="M${middle} ${y + height - 4}v8"/>`,
    ...cells.map(([x, cell]) => text(x, y + height - 2, cell, 'text-anchor="end"')),
  ].join('\n')
}

function drawAxis({ scale, colours, y }: Omit<Block, 'figures'>): string {
  return decadesOf(scale)
    .map((decade) => {
      const x = (plot.left + placeOn(scale, decade) * plot.width).toFixed(1)
      const tick = `<path stroke="${colours.rule}" d="M${x} ${y - 2}v6"/>`
      return `${tick}\n${text(x, y + 18, sayDecade(decade), `${soft(colours)} text-anchor="middle" font-size="12"`)}`
    })
    .join('\n')
}

function sayDecade(microseconds: number): string {
  const rounded = Number(microseconds.toPrecision(1))
  if (rounded >= 1_000_000) return `${rounded / 1_000_000} s`
  return rounded >= 1000 ? `${rounded / 1000} ms` : `${rounded} µs`
}

const footer = ({ command, date, machine, versions, load, checks }: Figures) => [
  `${command}, ${date.slice(0, 10)}: ${machine}, load ${load.join(' to ')}.`,
  `${versions}. ${checks.reduce((sum, { n }) => sum + n, 0).toLocaleString('en')} checks.`,
  'The mark below the bars is the median; Redis: requests to it per check. Figures: docs/bench.json.',
]

const describe = ({ checks, machine, date }: Figures) =>
  [
    `Medians of the server check on ${machine}, ${date.slice(0, 10)}.`,
    ...checks.map(({ model, mode, p50, p99 }) => `${model}, ${mode}: ${sayDuration(p50)}, p99 ${sayDuration(p99)}.`),
  ].join(' ')

const soft = (colours: Colours) => `fill="${colours['ink-soft']}"`

const text = (x: number | string, y: number, content: string, attributes = '') =>
  `<text x="${x}" y="${y}" ${attributes}>${inXml(content)}</text>`

const inXml = (content: string) => content.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
