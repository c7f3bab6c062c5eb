import type { Reply } from '@/app/tokens/ask'
import type { Word } from '@/app/tokens/desk'

/** Why one of our own endpoints did not do what it was asked for. */
export function whyNot(reply: Reply | null): Word {
  if (!reply) return { text: 'No answer came back: the network is away, or we are. Try again.', isAlert: true }

  const { status } = reply
  if (status === 401) return { text: 'This session has ended.', isAlert: true, mustLogIn: true }
  if (status === 429) return { text: `Too many at once. Try again ${later(reply)}.`, isAlert: true }
  if (status === 503) return { text: `A store did not answer. Try again ${later(reply)}.`, isAlert: true }
  return { text: `The answer was ${status}, which nobody expected here.`, isAlert: true }
}

/** `Retry-After` in seconds, the one form of it that we send. */
export function later({ headers }: Reply): string {
  const seconds = Number(headers.get('retry-after') ?? Number.NaN)
  if (!Number.isInteger(seconds)) return 'in a moment'

  return seconds === 1 ? 'in a second' : `in ${seconds} seconds`
}
