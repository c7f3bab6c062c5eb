/** Milliseconds of the fastest of five runs: a busy machine slows some runs, a costly refusal slows all of them. */
export async function quickest(run: () => Promise<unknown>): Promise<number> {
  const durations: number[] = []
  for (let index = 0; index < 5; index += 1) {
    const start = performance.now()
    await run()
    durations.push(performance.now() - start)
  }
  return Math.min(...durations)
}
