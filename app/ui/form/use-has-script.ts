import { useSyncExternalStore } from 'react'

const nothingToWatch = () => () => undefined

/** False in the server's markup and while hydrating: what only works with JavaScript only exists with it. */
export function useHasScript(): boolean {
  return useSyncExternalStore(
    nothingToWatch,
    () => true,
    () => false,
  )
}
