import fc from 'fast-check'

/** Changes that an attacker makes to a genuine text: removes, inserts, exchanges, reverses, repeats. */
const edit = fc.record({
  kind: fc.constantFrom('take' as const, 'put' as const, 'exchange' as const, 'swap' as const, 'repeat' as const),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.integer({ min: 0, max: 40 }),
  text: fc.oneof(fc.string({ maxLength: 20 }), fc.string({ unit: 'binary', maxLength: 5 }), fc.base64String()),
})

type Edit = typeof edit extends fc.Arbitrary<infer T> ? T : never

function apply(text: string, { kind, at, length, text: other }: Edit): string {
  const start = Math.floor(at * text.length)
  const [before, inside, after] = [text.slice(0, start), text.slice(start, start + length), text.slice(start + length)]
  if (kind === 'take') return before + after
  if (kind === 'put') return before + other + inside + after
  if (kind === 'exchange') return before + other + after
  if (kind === 'swap') return before + [...inside].toReversed().join('') + after
  return before + inside + inside + after
}

const edits = fc.array(edit, { minLength: 1, maxLength: 4 })

/** @returns arbitrary mutations; some leave a text unchanged */
export const mutations = edits.map((list) => ({ list, mutate: (text: string) => list.reduce(apply, text) }))
