import { writeFile } from 'node:fs/promises'
import type { Figures } from '@/lib/figures/measured'
import { readPalette } from '@/tests/bench/all/palette'
import { drawFigures } from '@/tests/bench/all/picture'

/** Draws again what was measured before: after a change of the palette or of the drawing. */
export async function draw(): Promise<readonly string[]> {
  const { figures } = await import('@/lib/figures/measured')
  await drawInto(figures)
  return []
}

export async function drawInto(figures: Figures): Promise<void> {
  const palette = await readPalette()
  for (const scheme of ['light', 'dark'] as const)
    await writeFile(`docs/bench-${scheme}.svg`, drawFigures(figures, palette[scheme]))
  console.log('\nwritten: docs/bench-light.svg, docs/bench-dark.svg')
}
