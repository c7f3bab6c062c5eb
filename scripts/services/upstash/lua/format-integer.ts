const bases: Readonly<Record<string, number>> = { d: 10, i: 10, u: 10, o: 8, x: 16, X: 16 }

/** The parts of `%-08.3d`. */
export type Directive = { flags: string; width: string; precision: string | undefined; letter: string }

function signOf(value: bigint, { flags, letter }: Directive): string {
  if (letter !== 'd' && letter !== 'i') return ''
  if (value < 0n) return '-'
  if (flags.includes('+')) return '+'
  return flags.includes(' ') ? ' ' : ''
}

function digitsOf(value: bigint, { flags, precision, letter }: Directive): string {
  const size = value < 0n ? -value : value
  const least = Number(precision ?? 1)
  const digits = size === 0n && least === 0 ? '' : size.toString(bases[letter]).padStart(least, '0')
  return flags.includes('#') && letter === 'o' && !digits.startsWith('0') ? `0${digits}` : digits
}

/** Prints an integer as C prints a `long` of 64 bits; in WebAssembly a `long` has 32. */
export function formatInteger(value: bigint, directive: Directive): string {
  const { flags, width, precision, letter } = directive
  const isHex = letter === 'x' || letter === 'X'
  const prefix = isHex && flags.includes('#') && value !== 0n ? '0x' : signOf(value, directive)
  const digits = digitsOf(value, directive)
  const size = Number(width || 0)
  const hasZeros = flags.includes('0') && !flags.includes('-') && precision === undefined
  const text = hasZeros ? prefix + digits.padStart(size - prefix.length, '0') : prefix + digits
  const padded = flags.includes('-') ? text.padEnd(size) : text.padStart(size)
  return letter === 'X' ? padded.toUpperCase() : padded
}
