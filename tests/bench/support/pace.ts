import { setTimeout as sleep } from 'node:timers/promises'
import { request } from '@/tests/support/request'

/** One answer. */
export interface Timed {
  /** 0: the connection broke. */
  status: number
  /** Milliseconds from the instant at which the request was due, so that a late start counts too. */
  took: number
  body: string
}

interface Pace {
  perSecond: number
  seconds: number
}

/** Sends at a fixed rate, however slow the answers are: a slow server must not slow its own load down. */
export async function atRate(pace: Pace, send: (number: number) => Promise<Omit<Timed, 'took'>>): Promise<Timed[]> {
  const start = performance.now()
  const sent: Promise<Timed>[] = []
  for (let number = 0; number < pace.perSecond * pace.seconds; number += 1) {
    const due = start + (number * 1000) / pace.perSecond
    await sleep(Math.max(0, due - performance.now()))
    sent.push(send(number).then((answer) => ({ ...answer, took: performance.now() - due })))
  }
  return Promise.all(sent)
}

/** A request whose broken connection is an answer too. */
export async function ask(...question: Parameters<typeof request>): Promise<Omit<Timed, 'took'>> {
  return request(...question).catch(() => ({ status: 0, body: '' }))
}
