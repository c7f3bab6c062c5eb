import 'server-only'
import QuickLRU from 'quick-lru'
import type { Switches } from '@/lib/lab/words'
import { StoredMemory } from '@/lib/server/stored/memory'

const memories = new QuickLRU<string, StoredMemory>({ maxSize: 50, maxAge: 600_000 })

/**
 * What is read with a fault must not answer an ordinary request of the same session, nor keep it waiting; and what ordinary
 * requests have read would hide the fault.
 * @returns undefined for the memory of this process
 */
export function memoryFor({ experiment, redis, postgres }: Switches): StoredMemory | undefined {
  if (experiment === null) return redis === 'none' && postgres === 'none' ? undefined : new StoredMemory()

  const memory = memories.get(experiment) ?? new StoredMemory()
  memories.set(experiment, memory)
  return memory
}
