/** A printed table: the result of each row in each column. */
export class Matrix {
  private readonly rows = new Map<string, Map<string, string>>()
  private readonly title: string

  constructor(title: string) {
    this.title = title
  }

  record(row: string, column: string, outcome: string): void {
    const cells = this.rows.get(row) ?? new Map<string, string>()
    cells.set(column, outcome)
    this.rows.set(row, cells)
  }

  toString(): string {
    const columns = [...new Set([...this.rows.values()].flatMap((cells) => [...cells.keys()]))]
    const lines = [...this.rows].map(([row, cells]) => [row, ...columns.map((column) => cells.get(column) ?? '-')])
    const table = [[this.title, ...columns], ...lines]
    const widths = table[0]?.map((_, index) => Math.max(...table.map((line) => line[index]?.length ?? 0))) ?? []
    return table.map((line) => line.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join('  ')).join('\n')
  }
}

/** `20`, or `18, accepted, 307 /login`: the number of expected results, and every other result. */
export function count(outcomes: Iterable<string>, wanted: string): string {
  const all = [...outcomes]
  return [String(all.filter((one) => one === wanted).length), ...all.filter((one) => one !== wanted)].join(', ')
}
