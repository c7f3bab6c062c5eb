import type { keyEvents } from '@/lib/events/key-events'
import type { EventId } from '@/lib/events/table'
import { changePassword } from '@/lib/server/account/change-password'
import { deleteAccount } from '@/lib/server/account/delete'
import { changeName } from '@/lib/server/account/profile'
import { stepUp } from '@/lib/server/account/re-authenticate'
import { logOut } from '@/lib/server/sessions/log-out'
import { logOutEverywhere, revokeOthers } from '@/lib/server/sessions/revoke'
import { revokeToken } from '@/lib/server/tokens/answer-revocation' // feature: tokens
import { adminPerformers } from '@/tests/integration/events/perform-admin' // feature: admin
import { factorPerformers } from '@/tests/integration/events/perform-factor' // feature: second-factor
import { listPerformers } from '@/tests/integration/events/perform-listed' // model: stored, signed
import { mailPerformers } from '@/tests/integration/events/perform-mail' // feature: mail
import { cookiesIn, logInAs, type Performer } from '@/tests/integration/events/performer'
import type { Holder } from '@/tests/integration/events/scene' // feature: tokens
import { guesser } from '@/tests/integration/support/password'
import { password } from '@/tests/integration/support/person'
import { client, present } from '@/tests/integration/support/session'

/** A process reads its keys once, so a test of these starts another process: tests/security/events.test.ts. */
type KeyEventId = (typeof keyEvents)[number]['id']

const wanted = 'a new battery for the horse'

export const performers: Readonly<Record<Exclude<EventId, KeyEventId>, Performer>> = {
  login: (scene) => logInAs(scene, []),
  'login-again': (scene) => logInAs(scene, scene.current.cookies),
  logout: async ({ current, now }) => (await logOut(present(current.cookies), client, now)).cookies,
  'logout-everywhere': async ({ visitor, now }) => (await logOutEverywhere(await visitor(), client, now)).cookies,
  'others-ended': async ({ visitor, now }) => cookiesIn(await revokeOthers(await visitor(), client, now)),
  // feature: tokens
  'token-revoked': async ({ current, now }) => {
    const end = await revokeToken(tokenOf(current), client, now)
    if (end !== 'ended') throw new Error(`it did not happen: ${end}`)
    return []
  },
  // end
  're-authenticated': async ({ visitor, now }) => {
    const answer = await stepUp(await visitor(), password, guesser, now)
    return cookiesIn(answer.outcome === 'reopened' ? { ...answer, cookies: answer.visitor.cookies } : answer)
  },
  'name-changed': async ({ visitor, now }) =>
    cookiesIn(await changeName(await visitor(), 'Another Name', { client, now })),
  'password-changed': async ({ visitor, now }) =>
    cookiesIn(await changePassword(await visitor(), { current: password, wanted }, guesser, now)),
  'account-deleted': async ({ visitor, now }) => cookiesIn(await deleteAccount(await visitor(), client, now)),
  ...listPerformers, // model: stored, signed
  ...mailPerformers, // feature: mail
  ...factorPerformers, // feature: second-factor
  ...adminPerformers, // feature: admin
}

// feature: tokens
const tokenOf = ({ presents }: Holder) => presents.token.authorization?.replace('Bearer ', '') ?? ''
// end
