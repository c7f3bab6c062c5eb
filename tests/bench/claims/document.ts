import { writeFile } from 'node:fs/promises'
import { type Claim, claims, commandFor } from '@/app/claims/claims'
import { english as t } from '@/app/claims/messages'
import { labelOf, sayFigure } from '@/app/claims/say'
import { fill } from '@/app/ui/fill'
import { type ClaimFigures, type FigureGroup, groupFigures } from '@/lib/figures/claims'

export const claimsDocument = 'docs/claims.md'

/** Writes docs/claims.md from what was measured before: after a change of a text. */
export async function writeClaims(): Promise<void> {
  const { claimFigures } = await import('@/lib/figures/measured')
  await writeFile(claimsDocument, documentFor(claimFigures))
  console.log(`written: ${claimsDocument}`)
}

/** The page /claims, as Markdown. */
export function documentFor(measured: ClaimFigures): string {
  const { machine, versions, command, date, load } = measured
  const said = { machine, versions, command, date: date.slice(0, 10), load: load.join(' – ') }
  const parts = [
    `# ${t.document.title}`,
    t.document.audience,
    fill(t.document.generated, { command, draw: 'npm run bench -- draw' }),
    `## ${t.page.contents}`,
    contents(),
    [t.page.models, t.page.modes, t.page.libraries, fill(t.page.measured, said)].map((line) => `- ${line}`).join('\n'),
    ...claims.map((claim, index) => section(claim, index + 1, measured)),
  ]
  return `${parts.join('\n\n')}\n`
}

const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`

function contents(): string {
  const rows = claims.map(({ id }, index) =>
    row([String(index + 1), `[${t.claims[id].sentence}](#${id})`, `**${t.claims[id].verdict}**`]),
  )
  return [row(['', t.document.sentence, t.document.verdict]), row(['---:', '---', '---']), ...rows].join('\n')
}

function section(claim: Claim, number: number, measured: ClaimFigures): string {
  const { sentence, verdict, why } = t.claims[claim.id]
  return [
    `<a id="${claim.id}"></a>`,
    `## ${number} “${sentence}”`,
    `**${t.document.verdict}: ${verdict}.** ${why}`,
    ...groupFigures(measured.claims[claim.id]).map(figureTable),
    `${t.page.check}: \`${commandFor(claim)}\`, ${testsOf(claim)}`,
  ].join('\n\n')
}

function figureTable({ figure, columns, rows }: FigureGroup): string {
  // A column that stands alone needs no name.
  const plain = columns.length > 1 ? t.document.noMode : ''
  const heads = columns.map((mode) => (mode === null ? plain : `\`${mode}\``))
  const lines = rows.map((compared) => {
    const cells = columns.map((mode) => (mode === null ? compared.plain : compared.byMode[mode]))
    return row([labelOf(t.things, compared.of), ...cells.map((cell) => (cell ? sayFigure(cell, t) : '–'))])
  })
  return [row([labelOf(t.figures, figure), ...heads]), row(['---', ...heads.map(() => '---:')]), ...lines].join('\n')
}

const testsOf = ({ tests }: Claim) => tests.map(({ file, name }) => `[“${name}”](../${file})`).join(', ')
