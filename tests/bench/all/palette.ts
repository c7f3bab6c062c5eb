import { readFile } from 'node:fs/promises'
import * as z from 'zod'

const Colour = z.string().regex(/^#[0-9a-f]{6}$/)

const Colours = z.object({
  sheet: Colour,
  ink: Colour,
  'ink-soft': Colour,
  rule: Colour,
  sealed: Colour,
  stored: Colour,
  signed: Colour,
})
export type Colours = z.infer<typeof Colours>

/** The application's own colours, so that the pictures always match it. */
export async function readPalette(): Promise<Record<'light' | 'dark', Colours>> {
  const [, light, dark] = (await readFile('app/palette.css', 'utf8')).split(/:root \{/)
  return { light: coloursOf(light ?? ''), dark: coloursOf(dark ?? '') }
}

const coloursOf = (block: string) =>
  Colours.parse(
    Object.fromEntries([...block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name, hex]) => [name, hex])),
  )
