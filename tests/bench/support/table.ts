type Row = readonly string[]

/** A Markdown table, which can be pasted into docs/benchmarks.md. Numbers are aligned to the right. */
export function table(headings: Row, rows: readonly Row[]): string {
  const widths = headings.map((heading, column) =>
    Math.max(heading.length, ...rows.map((row) => (row[column] ?? '').length)),
  )
  const isNumber = headings.map((_, column) => rows.every((row) => /^[-+\d]|^$/.test(row[column] ?? '')))
  const pad = (cell: string, column: number) =>
    isNumber[column] ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0)
  const line = (cells: Row) => `| ${cells.map(pad).join(' | ')} |`

  const rule = widths.map((width, column) => (isNumber[column] ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width)))
  return [line(headings), line(rule), ...rows.map(line)].join('\n')
}
