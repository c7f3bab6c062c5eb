/** Everything that a benchmark has started. Ctrl-C stops all of it, including processes that are still starting. */
export class Started {
  readonly #stops: Promise<() => Promise<void>>[] = []
  #isOver = false

  /** Whether everything is being stopped: later failures are a consequence. */
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

  /** Stops in reverse order, because later parts use earlier ones. */
  async stop(): Promise<void> {
    this.#isOver = true
    for (let stop = this.#stops.pop(); stop; stop = this.#stops.pop()) await (await stop)()
  }
}
