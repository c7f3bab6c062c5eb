/** A signal that one place awaits and another sends. */
export class Signal<T = void> {
  give: (value: T) => void = () => undefined
  readonly given = new Promise<T>((resolve) => {
    this.give = resolve
  })
}
