/** What a benchmark has started. Ctrl-C stops all of it, what is only just starting included. */
export class Started {
  readonly #stops: Promise<() => Promise<void>>[] = []
  #isOver = false

  /** Whether everything is being stopped: from then on whatever fails was made to. */
  get isOver(): boolean {
    return this.#isOver
  }

  async use<T>(start: () => Promise<T>, stop: (running: T) => Promise<void>): Promise<T> {
    if (this.#isOver) throw new Error('interrupted')

    const starting = start()
    const nothing = async () => undefined
    this.#stops.push(
      starting.then(
        (running) => () => stop(running),
        () => nothing,
      ),
    )
    return starting
  }

  /** In reverse order, because what came later uses what came before. */
  async stop(): Promise<void> {
    this.#isOver = true
    for (let stop = this.#stops.pop(); stop; stop = this.#stops.pop()) await (await stop)()
  }
}
