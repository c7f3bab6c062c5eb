const cells = 24

/** How far it is: one line that is written over on a terminal, a line for each step where there is none. */
export function showProgress(done: number, total: number, what: string): void {
  const line = `${drawBar(done, total)} ${done}/${total} ${what}`
  if (!process.stderr.isTTY) console.error(line)
  else process.stderr.write(`\r\u001b[K${line}${done === total ? '\n' : ''}`)
}

function drawBar(done: number, total: number): string {
  const full = Math.round((done / total) * cells)
  return `[${'#'.repeat(full)}${'.'.repeat(cells - full)}]`
}
