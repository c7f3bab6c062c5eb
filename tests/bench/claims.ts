import { writeFile } from 'node:fs/promises'
import { loadavg } from 'node:os'
import { type ClaimFigure, ClaimFigures, type ClaimId, claimIds } from '@/lib/figures/claims'
import { writeChecks } from '@/tests/bench/all'
import { claimsDocument, documentFor } from '@/tests/bench/claims/document'
import { measurements } from '@/tests/bench/claims/measurements'
import { peerVersions } from '@/tests/bench/claims/peers'
import { openStage } from '@/tests/bench/claims/stage'
import type { BenchOptions } from '@/tests/bench/run'
import { readMachine } from '@/tests/bench/support/machine'
import { showProgress } from '@/tests/bench/support/progress'
import { table } from '@/tests/bench/support/table'

const file = 'docs/claims.json'

/** The figures that decide each sentence of the textbooks. All of them are written down; those of named claims are printed. */
export async function claims(options: BenchOptions): Promise<readonly string[]> {
  const chosen = chosenFrom(options.named)
  const stage = await openStage(options)
  const [before = 0] = loadavg()
  const measured: Partial<Record<ClaimId, readonly ClaimFigure[]>> = {}
  for (const [index, id] of chosen.entries()) {
    showProgress(index, chosen.length, id)
    measured[id] = await measurements[id](stage).catch((error: unknown) => refuse(id, error, options))
  }
  showProgress(chosen.length, chosen.length, 'measured')
  const [after = 0] = loadavg()
  const load = [before, after].map((value) => Number(value.toFixed(1)))
  console.log(
    table(['claim', 'figure', 'of', 'mode', 'value', 'unit', 'ratio'], Object.entries(measured).flatMap(rowsOf)),
  )
  console.log(`\nLoad ${load.join(' to ')}.`)
  const broken = chosen.filter((id) => measured[id]?.length === 0).map((id) => `${id} could not be measured`)
  if (broken.length > 0 || chosen.length < claimIds.length) return broken

  const { machine, versions, date } = readMachine()
  const all = [versions, ...(await peerVersions())].join(', ')
  const command = 'npm run bench -- claims'
  const written = ClaimFigures.parse({ command, machine, versions: all, load, date, claims: measured })
  if (!options.quick) {
    await writeFile(file, `${JSON.stringify(written, null, 2)}\n`)
    await writeFile(claimsDocument, documentFor(written))
    // Distributions of the same checks, for the landing page and the pictures.
    await writeChecks({ checks: await stage.checks(), load, command })
  }
  return []
}

/** The other claims are measured nevertheless; but then nothing is written. */
function refuse(id: ClaimId, error: unknown, { started }: BenchOptions): readonly ClaimFigure[] {
  if (started.isOver) throw error
  console.error(`${id}:`, error)
  return []
}

/** @throws {Error} which names those that exist, where one does not */
function chosenFrom(named: readonly string[]): readonly ClaimId[] {
  const unknown = named.find((name) => !claimIds.some((id) => id === name))
  if (unknown !== undefined) throw new Error(`no claim is called ${unknown}. There are ${claimIds.join(', ')}`)
  return named.length === 0 ? claimIds : claimIds.filter((id) => named.includes(id))
}

const rowsOf = ([id, figures]: [string, readonly ClaimFigure[]]): readonly (readonly string[])[] =>
  figures.map(({ figure, of, mode = '', value, unit, ratio }) => [
    ...[id, figure, of, mode, String(value), unit],
    ratio === undefined ? '' : ratio.toFixed(2),
  ])
