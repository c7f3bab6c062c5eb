import { writeFile } from 'node:fs/promises'
import type { Figures } from '@/lib/figures/measured'
import { drawDistributions } from '@/tests/bench/all/bars'
import { readPalette } from '@/tests/bench/all/palette'
import { drawFigures } from '@/tests/bench/all/picture'
import { writeClaims } from '@/tests/bench/claims/document' // feature: claims

/** Redraws the pictures and docs/claims.md from earlier measurements: after a change of the palette, of the drawing or of a text. */
export async function draw(): Promise<readonly string[]> {
  const { figures } = await import('@/lib/figures/measured')
  await drawInto(figures)
  await writeClaims() // feature: claims
  return []
}

export async function drawInto(figures: Figures): Promise<void> {
  const palette = await readPalette()
  for (const scheme of ['light', 'dark'] as const)
    await writeFile(`docs/bench-${scheme}.svg`, drawFigures(figures, palette[scheme]))
  await writeFile('app/_home/bars.svg', drawDistributions(figures))
  console.log('\nwritten: docs/bench-light.svg, docs/bench-dark.svg, app/_home/bars.svg')
}
