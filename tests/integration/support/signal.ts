/** Something that is awaited in one place and happens in another. */
export class Signal<T = void> {
  give: (value: T) => void = () => undefined
  readonly given = new Promise<T>((resolve) => {
    this.give = resolve
  })
}
