import { logIn } from '@/lib/server/account/log-in'
import type { IssuedCookie } from '@/lib/session/cookies'
import type { Scene } from '@/tests/integration/events/scene'
import { password } from '@/tests/integration/support/person'
import { client, present } from '@/tests/integration/support/session'

/**
 * The event, by the code that an action or a handler calls. Resolves when it has answered.
 * @returns the cookies of the answer. @throws {Error} when the event did not happen
 */
export type Performer = (scene: Scene) => Promise<readonly IssuedCookie[]>

/** @throws {Error} with the outcome, when the answer has no cookies */
export function cookiesIn(answer: { outcome: string; cookies?: readonly IssuedCookie[] }): readonly IssuedCookie[] {
  if (!answer.cookies) throw new Error(`it did not happen: ${answer.outcome}`)
  return answer.cookies
}

/** @param held the cookies that the browser has before */
export async function logInAs(scene: Scene, held: readonly IssuedCookie[]) {
  const attempt = {
    ...{ email: scene.email, password, client, device: null },
    model: scene.current.session.model, // model: several
    presented: present(held),
  }
  return cookiesIn(await logIn(attempt, scene.now))
}
