// feature: second-factor (this file)

/** One click selects all of them, in a form that can be pasted. */
export function CodeList({ codes }: { codes: readonly string[] }) {
  return (
    <pre className="mt-3 border border-rule bg-paper px-2 py-3 font-mono text-sm leading-7 whitespace-pre-wrap select-all">
      {codes.join('\n')}
    </pre>
  )
}
