import { setTimeout as sleep } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Backend, Command } from '@/scripts/services/upstash/backend'
import { openMemory } from '@/scripts/services/upstash/memory-backend'
import { openRedis } from '@/scripts/services/upstash/redis-backend'
import { refusedOptions } from '@/scripts/services/upstash/refusals'
import { hasRedis, startOwnRedis } from '@/tests/integration/support/own-redis'
import { Chance } from '@/tests/integration/support/upstash-fuzz/chance'
import { randomCommand } from '@/tests/integration/support/upstash-fuzz/commands'
import { isDifferent, outcomeOf } from '@/tests/integration/support/upstash-fuzz/differences'
import { randomScript } from '@/tests/integration/support/upstash-fuzz/scripts'
import { needs } from '@/tests/support/needs'

/* The memory and a real Redis get the same commands: they answer the same, or the memory refuses by name. */

beforeEach(needs(hasRedis ? null : 'needs a Redis: apt-get install redis-server'))

const seed = Number(process.env.UPSTASH_FUZZ_SEED ?? 1)
const documented = Object.entries(refusedOptions).flatMap(([name, options]) =>
  options.map((option) => `${name} ${option}`),
)

let memory: Backend
let real: Backend
let isExact: boolean
let stop: (() => Promise<void>) | undefined

beforeAll(async () => {
  if (!hasRedis) return
  const own = await startOwnRedis()
  memory = await openMemory()
  real = await openRedis(own.url)
  const client = new Redis(own.url)
  isExact = (await client.info('server')).includes('redis_version:7.0.')
  client.disconnect()
  stop = async () => {
    await Promise.all([memory.close(), real.close()])
    own.stop()
  }
})
afterAll(() => stop?.())

const both = (command: Command) => Promise.all([outcomeOf(memory, command), outcomeOf(real, command)])

/** A time that is over counts from the next look at the key; DBSIZE does not look. */
const lookAtKeys: Command = ['SCAN', '0', 'COUNT', '1000']

/** A short time would be over at a moment that depends on the speed. */
const endsSoon = (command: Command) =>
  /\b(P?EXPIRE|SETEX|EX|PX)\b/i.test(command.join(' ')) &&
  command.some((word) => /\b[1-9]\d{0,1}\b|\b[1-9]\d{3}\b/.test(word))

async function differences(make: (chance: Chance) => Command, count: number): Promise<string[]> {
  const chance = new Chance(seed)
  const found: string[] = []
  for (let turn = 0; turn < count; turn += 1) {
    const command = make(chance)
    const words = command.join(' ')
    // Within one millisecond, one deadline may be later than another there and not here.
    if (/GT|LT/i.test(words)) await sleep(2)
    const [ours, theirs] = await both(command)
    if (/AT|EXPIRE/i.test(words)) await both(lookAtKeys)
    const [, refused] = ('error' in ours && /'(.+)' is not supported by the embedded Redis/.exec(ours.error)) || []
    if (refused && documented.includes(refused)) await both(['FLUSHALL'])
    else if (isDifferent(command, ours, theirs, isExact)) {
      found.push(
        `seed ${seed}, turn ${turn}: ${JSON.stringify(command)}: ${JSON.stringify(ours)}, Redis: ${JSON.stringify(theirs)}`,
      )
      await both(['FLUSHALL'])
    }
  }
  return found
}

const unlessSoon = (make: (chance: Chance) => Command) => (chance: Chance) => {
  const command = make(chance)
  return endsSoon(command) ? (['DBSIZE'] as const) : command
}

test('commands with arguments of every kind', async () => {
  expect(await differences(unlessSoon(randomCommand), 5000)).toEqual([])
})

test('scripts over the same commands, and over numbers and texts', async () => {
  expect(await differences(unlessSoon(randomScript), 3000)).toEqual([])
})
