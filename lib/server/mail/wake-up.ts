// feature: mail (this file)
import 'server-only'
import { seconds } from '@/lib/time'

/**
 * The timer of one process that starts the next sender. Several senders may ask PostgreSQL at the same time how long the
 * next mail has to wait. The answer to an older question may not count a newer mail, so it is ignored when a newer question
 * has been answered.
 */
export class WakeUp {
  /** What the timer starts. */
  work: () => void
  #timer: NodeJS.Timeout | undefined
  /** When the timer fires, in milliseconds of `performance.now`: no change of the clock moves it. */
  #firesAt = Number.POSITIVE_INFINITY
  #asked = 0
  #answered = 0

  constructor(work: () => void) {
    this.work = work
  }

  /** To be called before the question is sent. @returns its number */
  ask(): number {
    this.#asked += 1
    return this.#asked
  }

  /** @param delay seconds, of which at least one is waited; null when there is no mail */
  answer(question: number, delay: number | null): void {
    if (question < this.#answered) return

    this.#answered = question
    this.#stop()
    if (delay !== null) this.#start(Math.max(delay, seconds(1)) * 1000)
  }

  /** A mail was queued, or PostgreSQL did not answer: starts a sender within this time. An earlier timer stays. @param delay seconds */
  atLatest(delay: number): void {
    this.#answered = this.ask()
    const wait = delay * 1000
    if (this.#firesAt <= performance.now() + wait) return

    this.#stop()
    this.#start(wait)
  }

  #start(wait: number): void {
    this.#firesAt = performance.now() + wait
    this.#timer = setTimeout(() => {
      this.#stop()
      this.work()
    }, wait)
    this.#timer.unref()
  }

  /** Also drops the timer: it keeps the request in memory that has started it. */
  #stop(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#firesAt = Number.POSITIVE_INFINITY
  }
}
