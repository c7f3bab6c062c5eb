import { CommandError } from '../command-error'

export const MAX_INTEGER = 2n ** 63n - 1n
export const MIN_INTEGER = -(2n ** 63n)

export const isInRange = (value: bigint) => value >= MIN_INTEGER && value <= MAX_INTEGER

/** Redis reads only the canonical spelling of an integer: neither `01` nor `+1`. */
export function parseInteger(text: string): bigint | null {
  if (!/^(0|-?[1-9]\d{0,18})$/.test(text)) return null
  const value = BigInt(text)
  return isInRange(value) ? value : null
}

export function requireInteger(text: string, message = 'ERR value is not an integer or out of range'): bigint {
  const value = parseInteger(text)
  if (value === null) throw new CommandError(message)
  return value
}

const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i
const infinity = /^([+-]?)inf(?:inity)?$/i
const hexadecimal = /^([+-]?)0x([\da-f]*)\.?([\da-f]*)(?:p([+-]?\d+))?$/i

/** Reads a whole text as C's strtod does. Null for any other text, and for NaN. */
function parseDouble(text: string): number | null {
  if (decimal.test(text)) return Number(text)
  const [, sign] = infinity.exec(text) ?? []
  if (sign !== undefined) return sign === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY
  const [, minus, whole = '', fraction = '', exponent = '0'] = hexadecimal.exec(text) ?? []
  if (whole + fraction === '') return null
  const size = Number(BigInt(`0x${whole}${fraction}`)) * 2 ** (Number(exponent) - 4 * fraction.length)
  return minus === '-' ? -size : size
}

/** A number too large or too small for a double is not a valid score. */
function isRounded(text: string, value: number): boolean {
  if (!Number.isFinite(value)) return !infinity.test(text)
  const [digits = ''] = text.toLowerCase().replace('0x', '').split(/[ep]/)
  return value === 0 && /[1-9]/.test(digits)
}

export function requireScore(text: string): number {
  const value = parseDouble(text)
  if (value === null || isRounded(text, value)) throw new CommandError('ERR value is not a valid float')
  return value
}

export type Bound = { value: number; isExclusive: boolean }

/** More lenient than a score, as in Redis: an empty text is 0, and spaces may come first. */
export function requireBound(text: string): Bound {
  const isExclusive = text.startsWith('(')
  const number = isExclusive ? text.slice(1) : text
  const value = number === '' ? 0 : parseDouble(number.replace(/^[ \t\n\v\f\r]+/, ''))
  if (value === null) throw new CommandError('ERR min or max is not a float')
  return { value, isExclusive }
}

/** At a tie between two neighbours, C rounds to the even one and JavaScript to the larger. */
function seventeenDigits(size: number): { digits: string; exponent: number } {
  const [longer = '', power = ''] = size.toExponential(60).split('e')
  const isEvenTie = /^.{17}[02468]50*$/.test(longer)
  const [mantissa = '', exponent = ''] = isEvenTie ? [longer.slice(0, 18), power] : size.toExponential(16).split('e')
  return { digits: mantissa.replace('.', ''), exponent: Number(exponent) }
}

const joined = (whole: string, fraction: string) => `${whole}.${fraction}`.replace(/\.?0*$/, '')

function formatSize(size: number): string {
  if (size === 0) return '0'
  if (!Number.isFinite(size)) return 'inf'
  const { digits, exponent } = seventeenDigits(size)
  if (exponent >= 0 && exponent < 17) return joined(digits.slice(0, exponent + 1), digits.slice(exponent + 1))
  if (exponent >= -4 && exponent < 0) return joined('0', '0'.repeat(-exponent - 1) + digits)
  const power = String(Math.abs(exponent)).padStart(2, '0')
  return `${joined(digits.slice(0, 1), digits.slice(1))}e${exponent < 0 ? '-' : '+'}${power}`
}

/** Prints as C's `%.17g` does: seventeen digits distinguish every double from its neighbours. */
export function formatDouble(value: number): string {
  if (Number.isNaN(value)) return '-nan'
  const isNegative = value < 0 || Object.is(value, -0)
  return (isNegative ? '-' : '') + formatSize(Math.abs(value))
}
