import { CommandError } from '../command-error'

export const MAX_INTEGER = 2n ** 63n - 1n
export const MIN_INTEGER = -(2n ** 63n)

export const isInRange = (value: bigint) => value >= MIN_INTEGER && value <= MAX_INTEGER

/** Redis reads only the spelling that it would write itself: neither `01` nor `+1`. */
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

/** As C's strtod reads a whole text; null for what it does not read, and for NaN. */
function parseDouble(text: string): number | null {
  if (decimal.test(text)) return Number(text)
  const [, sign] = infinity.exec(text) ?? []
  if (sign !== undefined) return sign === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY
  const [, minus, whole = '', fraction = '', exponent = '0'] = hexadecimal.exec(text) ?? []
  if (whole + fraction === '') return null
  const size = Number(BigInt(`0x${whole}${fraction}`)) * 2 ** (Number(exponent) - 4 * fraction.length)
  return minus === '-' ? -size : size
}

/** Too large or too small for a double counts as no score. */
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

/** As C's `%.17g` prints: seventeen digits tell every double from its neighbours. */
export function formatDouble(value: number): string {
  if (Number.isNaN(value)) return '-nan'
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf'
  if (value === 0) return Object.is(value, -0) ? '-0' : '0'
  const [mantissa = '', power = '0'] = value.toExponential(16).split('e')
  const exponent = Number(power)
  const stripped = (text: string) => (text.includes('.') ? text.replace(/\.?0+$/, '') : text)
  if (exponent >= -4 && exponent < 17) return stripped(value.toFixed(16 - exponent))
  const sign = exponent < 0 ? '-' : '+'
  return `${stripped(mantissa)}e${sign}${String(Math.abs(exponent)).padStart(2, '0')}`
}
