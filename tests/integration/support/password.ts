import { findLogin } from '@/lib/db/users'
import { isPassword } from '@/lib/server/account/passwords'
import { type StepUp, stepUp } from '@/lib/server/account/re-authenticate'
import type { IssuedCookie } from '@/lib/session/cookies'
import { nowInSeconds } from '@/lib/time'
import { password } from '@/tests/integration/support/person'
import { letIn, look } from '@/tests/integration/support/session'

/** The address and device of a step-up: different from those at the start of sessions in these tests. */
export const guesser = { client: { ip: '198.51.100.7', userAgent: 'where it was proven' }, device: null }

export const prove = async (cookies: readonly IssuedCookie[], typed = password, now = nowInSeconds()) =>
  stepUp(await letIn(look(cookies, now)), typed, guesser, now)

export function reopened(answer: StepUp) {
  if (answer.outcome !== 'reopened') throw new Error(answer.outcome)
  return answer.visitor
}

export async function isPasswordOf(email: string, typed: string): Promise<boolean> {
  const login = await findLogin(email)
  return isPassword(login?.passwordHash ?? null, typed)
}
