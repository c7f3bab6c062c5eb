/** Flips one bit of a credential. Runs anywhere. */

import * as z from 'zod/mini'
import { bitsPerCharacter, layers } from '@/lib/lab/shared/words'
import { cookieNames } from '@/lib/session/cookies'
import { verdicts } from '@/lib/session/session'

export const FlipRequest = z.object({
  cookie: z.enum(Object.values(cookieNames)),
  position: z.int().check(z.nonnegative()),
})
export type FlipRequest = z.infer<typeof FlipRequest>

const Said = z.nullable(z.enum(verdicts))

/** The verdict of each layer on the cookie alone: unchanged, and with the bit flipped. Null: an answer without a verdict. */
export const FlipReport = z.object({
  rows: z.array(z.object({ layer: z.enum(layers), before: Said, after: Said })),
})
export type FlipReport = z.infer<typeof FlipReport>

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** @returns null when there is no such bit */
export function flipBit(value: string, position: number): string | null {
  const index = Math.floor(position / bitsPerCharacter)
  const character = value[index]
  if (character === undefined) return null

  return value.slice(0, index) + turn(character, position % bitsPerCharacter) + value.slice(index + 1)
}

/** A separator between parts is not base64url: it becomes another character that a cookie may contain. */
function turn(character: string, bit: number): string {
  const value = alphabet.indexOf(character)
  if (value === -1) return String.fromCharCode(character.charCodeAt(0) ^ 4)
  return alphabet.charAt(value ^ (1 << bit))
}
