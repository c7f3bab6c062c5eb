// feature: second-factor (this file)
import 'server-only'
import { randomBytes } from 'node:crypto'
import { sha256 } from '@/lib/ids'

/** Crockford's Base32: without I, L, O and U, which people confuse with other characters. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** Five bits for each character make 120: with 112 or more, a code needs no slow hash (ASVS 6.5.2). */
const length = 24
const codesAtOnce = 10

/** @returns codes as they are shown, for example `7QK2-M4XD-9TRB-0WHN-5CFA-ZP38` */
export const newRecoveryCodes = (): string[] => Array.from({ length: codesAtOnce }, newRecoveryCode)

function newRecoveryCode(): string {
  // 256 is a multiple of 32, so every character is equally likely.
  const characters = [...randomBytes(length)].map((byte) => alphabet.charAt(byte % alphabet.length)).join('')
  return characters.replace(/(.{4})(?!$)/g, '$1-')
}

/** @param typed in upper or lower case, with or without the hyphens, and with characters that look alike */
export function hashRecoveryCode(typed: string): Uint8Array<ArrayBuffer> {
  const code = typed
    .toUpperCase()
    .replaceAll(/[^0-9A-Z]/g, '')
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1')
  return sha256(code)
}
