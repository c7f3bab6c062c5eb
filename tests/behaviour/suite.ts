import { describe } from 'vitest'
import type { Model } from '@/lib/session/models'
import { account } from '@/tests/behaviour/cases/account'
import { administration } from '@/tests/behaviour/cases/administration'
import { authorization } from '@/tests/behaviour/cases/authorization'
import { cookies } from '@/tests/behaviour/cases/cookies'
import { cutOff } from '@/tests/behaviour/cases/cut-off'
import { deadlines } from '@/tests/behaviour/cases/deadlines'
import { events } from '@/tests/behaviour/cases/events' // feature: events
import { loggingIn } from '@/tests/behaviour/cases/logging-in'
import { loggingOut } from '@/tests/behaviour/cases/logging-out'
import { parallelRenewal } from '@/tests/behaviour/cases/parallel-renewal'
import { renewal } from '@/tests/behaviour/cases/renewal'
import { renewalInActions } from '@/tests/behaviour/cases/renewal-in-actions'
import { replacing } from '@/tests/behaviour/cases/replacing'
import { revoking } from '@/tests/behaviour/cases/revoking'
import { sessionData } from '@/tests/behaviour/cases/session-data'
import { stepUp } from '@/tests/behaviour/cases/step-up'
import { tokenEnds, tokenEndsInTime } from '@/tests/behaviour/cases/token-ends'
import { tokens } from '@/tests/behaviour/cases/tokens'
import { told } from '@/tests/behaviour/cases/told'
import type { Gate } from '@/tests/behaviour/differences'
import { provideSubject, type Subject } from '@/tests/behaviour/subject'
import { models } from '@/tests/support/models'

type Cases = Readonly<Record<string, (subject: Subject, model: Model) => void>>

/** At least one case for each kind of guard: page, action, handler, role, re-authentication, token endpoint. */
export const guarded: Cases = {
  'logging in': loggingIn,
  'logging out': loggingOut,
  renewal,
  'renewal and actions': renewalInActions,
  deadlines,
  'sensitive actions': stepUp,
  'revoking all sessions': cutOff,
  administration,
  authorization,
  'tokens of a session that is due': tokenEndsInTime,
}

export const everything: Cases = {
  ...guarded,
  'session data': sessionData,
  'replacing a session': replacing,
  cookies,
  'parallel renewal': parallelRenewal,
  revoking,
  account,
  tokens,
  'tokens of an ended session': tokenEnds,
  notices: told,
  'the table of events': events, // feature: events
}

/** The behaviour of every model; `differences.ts` declares the only differences. */
export function describeModels(gate: Gate, cases: Cases): void {
  const subject = provideSubject(gate)

  for (const [name, describeCases] of Object.entries(cases)) {
    describe.for(models)(`%s, ${name}:`, (model) => describeCases(subject, model))
  }
}
