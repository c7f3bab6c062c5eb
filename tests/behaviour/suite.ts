import { describe, vi } from 'vitest'
import { type Model, models } from '@/lib/session/models'
import { account } from '@/tests/behaviour/cases/account'
import { administration } from '@/tests/behaviour/cases/administration'
import { authorization } from '@/tests/behaviour/cases/authorization'
import { cookies } from '@/tests/behaviour/cases/cookies'
import { cutOff } from '@/tests/behaviour/cases/cut-off'
import { deadlines } from '@/tests/behaviour/cases/deadlines'
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

type Cases = (subject: Subject, model: Model) => void

/** Mostly waiting for deadlines: these wait together. Each test has a visitor of its own. */
const waiting: Readonly<Record<string, Cases>> = {
  renewal,
  'renewal and actions': renewalInActions,
  deadlines,
  'sensitive actions': stepUp,
  'tokens of a session that is due': tokenEndsInTime,
}

/** These want the machine, some of them everyone's session, for themselves. */
const oneByOne: Readonly<Record<string, Cases>> = {
  'logging in': loggingIn,
  'session data': sessionData,
  'logging out': loggingOut,
  'one session takes the place of another': replacing,
  authorization,
  cookies,
  'parallel renewal': parallelRenewal,
  'cut-off': cutOff,
  revoking,
  administration,
  account,
  tokens,
  'the end of a token': tokenEnds,
  'what is told': told,
}

/** What every model does, with what `differences.ts` declares as the only differences. */
export function describeModels(gate: Gate): void {
  vi.setConfig({ maxConcurrency: 6 })
  const subject = provideSubject(gate)

  for (const [name, cases] of Object.entries(waiting)) {
    describe.for(models)(`%s, ${name}:`, { concurrent: true }, (model) => cases(subject, model))
  }
  for (const [name, cases] of Object.entries(oneByOne)) {
    describe.for(models)(`%s, ${name}:`, (model) => cases(subject, model))
  }
}
