const cells = 24

/** Prints the progress: one line that is overwritten on a terminal, otherwise a line for each step. */
export function showProgress(done: number, total: number, what: string): void {
  const line = `${drawBar(done, total)} ${done}/${total} ${what}`
  if (!process.stderr.isTTY) console.error(line)
  else process.stderr.write(`\r\u001b[K${line}${done === total ? '\n' : ''}`)
}

function drawBar(done: number, total: number): string {
  const full = Math.round((done / total) * cells)
  return `[${'#'.repeat(full)}${'.'.repeat(cells - full)}]`
}
