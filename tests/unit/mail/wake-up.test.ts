// feature: mail (this file)
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { WakeUp } from '@/lib/server/mail/wake-up'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function open() {
  const work = vi.fn()
  return { work, wakeUp: new WakeUp(work) }
}

test.each([
  [0.2, 1000],
  [15, 15_000],
])('a mail that is due in %d seconds is sent after %d milliseconds, once', (delay, wait) => {
  const { work, wakeUp } = open()
  wakeUp.answer(wakeUp.ask(), delay)

  vi.advanceTimersByTime(wait - 1)
  expect(work).not.toHaveBeenCalled()
  vi.advanceTimersByTime(60_000)
  expect(work).toHaveBeenCalledTimes(1)
})

test('an empty outbox ends the timer of a mail that another sender has sent', () => {
  const { work, wakeUp } = open()
  wakeUp.answer(wakeUp.ask(), 15)
  wakeUp.answer(wakeUp.ask(), null)

  vi.advanceTimersByTime(60_000)
  expect(work).not.toHaveBeenCalled()
})

test.each([
  ['no timer runs', () => undefined],
  ['a timer runs already', (wakeUp: WakeUp) => wakeUp.atLatest(0.5)],
])('a mail that is queued while PostgreSQL finds an empty outbox is sent within a second, where %s', (_, before) => {
  const { work, wakeUp } = open()
  before(wakeUp)
  const question = wakeUp.ask()
  wakeUp.atLatest(1)
  wakeUp.answer(question, null)

  vi.advanceTimersByTime(1000)
  expect(work).toHaveBeenCalledTimes(1)
})

test('of two answers in the wrong order the newer question counts', () => {
  const { work, wakeUp } = open()
  const [older, newer] = [wakeUp.ask(), wakeUp.ask()]
  wakeUp.answer(newer, 15)
  wakeUp.answer(older, 3600)

  vi.advanceTimersByTime(15_000)
  expect(work).toHaveBeenCalledTimes(1)
})

test.each([
  ['a timer of an hour', (wakeUp: WakeUp) => wakeUp.answer(wakeUp.ask(), 3600)],
  ['a timer that an answer has ended', (wakeUp: WakeUp) => wakeUp.answer(wakeUp.ask(), null)],
  [
    'a timer of an hour where the clock is then set forward',
    (wakeUp: WakeUp) => {
      wakeUp.answer(wakeUp.ask(), 3600)
      vi.setSystemTime(Date.now() + 3_600_000)
    },
  ],
])('a queued mail does not wait for %s', (_, before) => {
  const { work, wakeUp } = open()
  wakeUp.answer(wakeUp.ask(), 15)
  before(wakeUp)
  wakeUp.atLatest(1)

  vi.advanceTimersByTime(1000)
  expect(work).toHaveBeenCalledTimes(1)
})

test('a query that fails does not end the timer of a queued mail, and there is a timer after it', () => {
  const { work, wakeUp } = open()
  wakeUp.atLatest(1)
  wakeUp.atLatest(60)
  vi.advanceTimersByTime(1000)
  expect(work).toHaveBeenCalledTimes(1)

  wakeUp.answer(wakeUp.ask(), null)
  wakeUp.atLatest(60)
  vi.advanceTimersByTime(60_000)
  expect(work).toHaveBeenCalledTimes(2)
})

test('mails that are queued all the time do not delay the timer', () => {
  const { work, wakeUp } = open()
  for (let queued = 0; queued < 10; queued += 1) {
    wakeUp.atLatest(1)
    vi.advanceTimersByTime(300)
  }
  expect(work.mock.calls.length).toBeGreaterThanOrEqual(2)
})

test('a mail that is queued during the work of the timer has a timer of its own', () => {
  const { work, wakeUp } = open()
  work.mockImplementationOnce(() => wakeUp.atLatest(1))
  wakeUp.atLatest(1)

  vi.advanceTimersByTime(2000)
  expect(work).toHaveBeenCalledTimes(2)
})
