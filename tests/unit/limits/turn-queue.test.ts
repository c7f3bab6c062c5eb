import { AsyncLocalStorage } from 'node:async_hooks'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { TurnQueue } from '@/lib/server/limits/turn-queue'

const policy = { running: 2, waiting: 3, ofOneNetwork: 4, longestWait: 5 }

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** A request for a turn whose work ends when the test says so. */
function askFor(queue: TurnQueue, network = 'one') {
  const request = new Asked()
  queue.run(network, request.work).then(
    (answer) => void Object.assign(request, { answer }),
    (error: Error) => void Object.assign(request, { answer: error.message }),
  )
  return request
}

class Asked {
  hasStarted = false
  /** Undefined while it waits or runs; the message of its failure. */
  answer: string | null | undefined
  end: (hash: string) => void = () => undefined
  fail: (error: Error) => void = () => undefined
  readonly #promise = new Promise<string>((resolve, reject) => {
    this.end = resolve
    this.fail = reject
  })

  get isRunning(): boolean {
    return this.hasStarted && this.answer === undefined
  }

  readonly work = (): Promise<string> => {
    this.hasStarted = true
    return this.#promise
  }
}

/** Lets every promise that can go on do so. */
const settle = () => vi.advanceTimersByTimeAsync(0)

async function fill(queue: TurnQueue) {
  const all = Array.from({ length: policy.running + policy.waiting }, (_, index) => askFor(queue, `network ${index}`))
  await settle()
  return all
}

describe('a queue for two hashes at once, with room for three', () => {
  test('starts the first two at once, and each other one when another has ended, in order of arrival', async () => {
    const queue = new TurnQueue(policy)
    const all = await fill(queue)
    const started = () => all.map(({ hasStarted }) => hasStarted)
    expect(started()).toEqual([true, true, false, false, false])

    all[1]?.end('hash')
    await settle()
    expect(started()).toEqual([true, true, true, false, false])
    expect(all[1]?.answer).toBe('hash')

    all[0]?.end('hash')
    all[2]?.end('hash')
    await settle()
    expect(started()).toEqual([true, true, true, true, true])
  })

  test('refuses the sixth without starting it, and takes another one after one has ended', async () => {
    const queue = new TurnQueue(policy)
    const all = await fill(queue)
    expect(queue.state).toBe('full')

    const late = askFor(queue, 'another')
    await settle()
    expect(late.answer).toBeNull()

    all[0]?.end('hash')
    await settle()
    expect(queue.state).toBe('waiting')
    const next = askFor(queue, 'another')
    for (const { end } of all) end('hash')
    await settle()
    expect([late.hasStarted, next.hasStarted]).toEqual([false, true])
  })

  test('hands the turn on after a failure, which reaches its own request only', async () => {
    const queue = new TurnQueue(policy)
    const all = await fill(queue)

    all[0]?.fail(new Error('no memory'))
    await settle()

    expect(all[0]?.answer).toBe('no memory')
    expect(all[2]?.hasStarted).toBe(true)
    expect(all[2]?.answer).toBeUndefined()
  })

  test('hands the turn on when the work fails before it returns a promise', async () => {
    const queue = new TurnQueue({ ...policy, running: 1 })
    const failing = queue.run('one', () => {
      throw new Error('at once')
    })
    await expect(failing).rejects.toThrow('at once')

    const next = askFor(queue)
    await settle()
    expect(next.hasStarted).toBe(true)
  })

  test('refuses after five seconds what has waited in vain, and never starts it', async () => {
    const queue = new TurnQueue(policy)
    const all = await fill(queue)

    await vi.advanceTimersByTimeAsync(policy.longestWait * 1000 - 1)
    expect(all[2]?.answer).toBeUndefined()
    await vi.advanceTimersByTimeAsync(1)
    expect(all.map(({ answer }) => answer)).toEqual([undefined, undefined, null, null, null])
    expect(queue.state).toBe('free')

    for (const { end } of all) end('hash')
    await settle()
    expect(all[2]?.hasStarted).toBe(false)
    expect(await queue.run('another', async () => 'hash')).toBe('hash')
  })

  test('does not stop what has started, however long it takes', async () => {
    const queue = new TurnQueue(policy)
    const [first, , third] = await fill(queue)
    first?.end('hash')
    await settle()

    await vi.advanceTimersByTimeAsync(60_000)
    third?.end('late')
    await settle()

    expect(third?.answer).toBe('late')
  })
})

describe('of one network', () => {
  const share = { ...policy, ofOneNetwork: 3 }
  const tenOf = (queue: TurnQueue, network: string) => Array.from({ length: 10 }, () => askFor(queue, network))

  test('three run or wait, and the queue has room for other networks', async () => {
    const queue = new TurnQueue(share)
    const flood = tenOf(queue, 'one')
    const other = askFor(queue, 'two')
    await settle()

    expect(flood.filter(({ answer }) => answer === null)).toHaveLength(7)
    expect(other.answer).toBeUndefined()

    for (const { end } of flood.slice(0, 2)) end('hash')
    await settle()
    expect(other.hasStarted).toBe(true)
  })

  test.each([
    ['succeeded', ({ end }: Asked) => end('hash')],
    ['failed', ({ fail }: Asked) => fail(new Error('no memory'))],
  ])('the share is free again when its requests have %s or waited too long', async (_, finish) => {
    const queue = new TurnQueue(share)
    const flood = tenOf(queue, 'one')
    await vi.advanceTimersByTimeAsync(share.longestWait * 1000)
    for (const asked of flood.filter(({ isRunning }) => isRunning)) finish(asked)
    await settle()

    const again = tenOf(queue, 'one')
    await settle()
    expect(again.filter(({ answer }) => answer === null)).toHaveLength(7)
  })
})

test('the work runs in the async context of its own request', async () => {
  const queue = new TurnQueue({ ...policy, running: 1 })
  const request = new AsyncLocalStorage<string>()
  const seen: (string | undefined)[] = []
  const note = async () => void seen.push(request.getStore())

  await Promise.all(['Ada', 'Grace', 'Linus'].map((name) => request.run(name, () => queue.run(name, note))))

  expect(seen).toEqual(['Ada', 'Grace', 'Linus'])
})

test('in any order of arrivals, ends, failures and waits, two run at most, and no turn is lost', async () => {
  const Step = fc.constantFrom('one', 'two', 'three', 'end', 'fail', 'wait')
  await fc.assert(
    fc.asyncProperty(fc.array(Step, { maxLength: 40 }), async (steps) => {
      const queue = new TurnQueue(policy)
      const all: Asked[] = []
      const running = () => all.filter(({ isRunning }) => isRunning)
      const perform: Readonly<Record<string, () => unknown>> = {
        end: () => running()[0]?.end('hash'),
        fail: () => running().at(-1)?.fail(new Error('no memory')),
        wait: () => vi.advanceTimersByTimeAsync(3000),
      }
      for (const step of steps) {
        const act = perform[step] ?? (() => all.push(askFor(queue, step)))
        await act()
        await settle()
        expect(running().length).toBeLessThanOrEqual(policy.running)
      }
      for (let [next] = running(); next; [next] = running()) {
        next.end('hash')
        await settle()
      }
      expect(all.filter(({ answer }) => answer === undefined)).toEqual([])
      expect(await queue.run('one', async () => 'hash')).toBe('hash')
    }),
  )
})
