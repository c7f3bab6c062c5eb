// feature: second-factor (this file)
import 'server-only'
import { generateSecret, generateURI, verify } from 'otplib'
import { encode } from 'uqr'
import * as z from 'zod/mini'
import { env } from '@/lib/env'
import { siteName } from '@/lib/routes'
import { openSeal, seal } from '@/lib/session/seal'
import { seconds } from '@/lib/time'

const period = seconds(30)

/** RFC 6238 with the values that every authenticator app supports. */
const parameters = { strategy: 'totp', algorithm: 'sha1', digits: 6, period } as const

/** 160 random bits (RFC 4226, section 4), in Base32. */
export const newTotpSecret = () => generateSecret({ length: 20 })

/**
 * @param now seconds. The clock of the phone may be off by one step in each direction
 * @returns the time step of the code, or null for a wrong one. Whether the step was used before, the database decides
 */
export async function findStep(secret: string, code: string, now: number): Promise<number | null> {
  const found = await verify({ ...parameters, secret, token: code, epoch: now, epochTolerance: period })
  return found.valid && 'timeStep' in found ? found.timeStep : null
}

/** Opened and compared with where the user has no app, so that the answer takes the same time: it does not show the factors. */
const nobodysSecret = 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'
let nobodysSeal: Promise<string> | undefined

/** The same for an account without an app: never a step. */
export async function findNoStep(code: string, now: number): Promise<null> {
  nobodysSeal ??= sealSecret('', nobodysSecret)
  const secret = await openSecret('', await nobodysSeal)
  await findStep(secret ?? nobodysSecret, code, now)
  return null
}

const Secret = z.object({ userId: z.string(), secret: z.string() })

/** Bound to the user: a sealed secret that is copied into the row of another user does not open there. */
export const sealSecret = (userId: string, secret: string): Promise<string> => seal('totp', { userId, secret })

/** @returns null for a secret of a retired password or of another user */
export async function openSecret(
  userId: string,
  found: string,
  passwords = env().SESSION_PASSWORDS,
): Promise<string | null> {
  const opened = await openSeal('totp', Secret, found, passwords)
  return opened && opened.userId === userId ? opened.secret : null
}

/** Which of the seal passwords opens a secret; none: that password is retired. */
export async function sealedBy(userId: string, found: string): Promise<'newest' | 'older' | 'none'> {
  if ((await openSecret(userId, found, env().SESSION_PASSWORDS.slice(0, 1))) !== null) return 'newest'
  return (await openSecret(userId, found)) === null ? 'none' : 'older'
}

/** What an authenticator app reads from the QR code. */
export function toUri(secret: string, email: string): string {
  return generateURI({ ...parameters, issuer: siteName, label: email, secret })
}

/** A drawing of dark modules: the side of the square, and the path of an SVG in which a module is one unit. */
export interface QrCode {
  size: number
  path: string
}

export function drawQrCode(text: string): QrCode {
  // Four light modules around it are the quiet zone (ISO/IEC 18004).
  const { data, size } = encode(text, { border: 4 })
  return { size, path: data.map(drawRow).join('') }
}

function drawRow(row: readonly boolean[], y: number): string {
  const runs = row
    .map((isDark) => (isDark ? '1' : '0'))
    .join('')
    .matchAll(/1+/g)
  return [...runs].map(({ 0: run, index }) => `M${index} ${y}h${run.length}v1h-${run.length}z`).join('')
}
