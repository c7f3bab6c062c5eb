/**
 * vitest 5 prints failures with `Map.groupBy`, which Node has from 21 on, and this project supports 20.19. Without
 * this, a failing test on Node 20 shows an error of the reporter instead of its own.
 */
function groupBy<K, T>(items: Iterable<T>, keyOf: (item: T, index: number) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>()
  let index = 0
  for (const item of items) {
    const key = keyOf(item, index++)
    groups.set(key, [...(groups.get(key) ?? []), item])
  }
  return groups
}

if (!('groupBy' in Map)) Object.defineProperty(Map, 'groupBy', { value: groupBy, writable: true, configurable: true })
