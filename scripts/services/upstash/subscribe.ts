import type { Redis } from 'ioredis'
import { CommandError } from './command-error'

export type OnEvent = (parts: readonly string[]) => void

/** Opens a connection of its own, because a subscribed connection accepts no other commands. */
export async function subscribe(
  redis: Redis,
  kind: 'subscribe' | 'psubscribe',
  channels: readonly string[],
  onEvent: OnEvent,
): Promise<() => void> {
  const listener = redis.duplicate()
  listener.on('error', () => undefined)
  // Before subscribing: a message may arrive with the reply.
  listener.on('message', (channel: string, message: string) => onEvent(['message', channel, message]))
  listener.on('pmessage', (...parts: string[]) => onEvent(['pmessage', ...parts]))
  try {
    await listener.connect()
    for (const [index, channel] of channels.entries()) {
      await listener[kind](channel)
      onEvent([kind, channel, String(index + 1)])
    }
  } catch (error) {
    listener.disconnect()
    throw new CommandError(error instanceof Error ? error.message : String(error))
  }
  return () => listener.disconnect()
}
