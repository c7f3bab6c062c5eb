const literal = (char: string) => char.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')

/** One member of a class, or a range of them. */
function readMember(pattern: string, at: number): { source: string; next: number } {
  const [char = '', second, third] = pattern.slice(at, at + 3)
  if (char === '\\' && second !== undefined) return { source: literal(second), next: at + 2 }
  if (second !== '-' || third === undefined) return { source: literal(char), next: at + 1 }
  return { source: [char, third].sort().map(literal).join('-'), next: at + 3 }
}

/** `[^a-c\]]`; a class without an end extends to the end of the pattern. */
function readClass(pattern: string, start: number): { source: string; next: number } {
  const negation = pattern[start] === '^' ? '^' : ''
  let at = start + negation.length
  let members = ''
  while (at < pattern.length && pattern[at] !== ']') {
    const { source, next } = readMember(pattern, at)
    members += source
    at = next
  }
  return { source: `[${negation}${members}]`, next: at + 1 }
}

function readOne(pattern: string, at: number): { source: string; next: number } {
  const char = pattern[at] ?? ''
  if (char === '*') return { source: '[^]*', next: at + 1 }
  if (char === '?') return { source: '[^]', next: at + 1 }
  if (char === '[') return readClass(pattern, at + 1)
  if (char === '\\' && at + 1 < pattern.length) return { source: literal(pattern[at + 1] ?? ''), next: at + 2 }
  return { source: literal(char), next: at + 1 }
}

/** Converts a pattern of SCAN to an expression that matches a whole key. */
export function globToExpression(pattern: string): RegExp {
  // Several asterisks match the same as one, but would make the expression backtrack.
  const plain = pattern.replace(/\*{2,}/g, '*')
  let source = ''
  for (let at = 0; at < plain.length; ) {
    const one = readOne(plain, at)
    source += one.source
    at = one.next
  }
  return new RegExp(`^${source}$`)
}
