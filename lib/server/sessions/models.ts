import 'server-only'
import type { Access } from '@/lib/db/users'
import type { DataChange, EndReason, Lifecycle, Reading, Renewing, Reopening } from '@/lib/server/sessions/lifecycle'
import { sealedLifecycle } from '@/lib/server/sessions/sealed/lifecycle'
import { signedLifecycle } from '@/lib/server/sessions/signed/lifecycle'
import { storedLifecycle } from '@/lib/server/sessions/stored/lifecycle'
import type { Model } from '@/lib/session/models'
import type { OpenedCredential } from '@/lib/session/open'

/** The table of models on the server. The one in lib/session/open.ts is its counterpart. */
const lifecycles = { sealed: sealedLifecycle, stored: storedLifecycle, signed: signedLifecycle }

export const startByModel = (model: Model): Lifecycle<never>['start'] => lifecycles[model].start

/** The lifecycle of a credential, with the credential already filled in: callers need not know which model it is. */
export function lifecycleOf(credential: OpenedCredential) {
  switch (credential.model) {
    case 'sealed':
      return bind(lifecycles.sealed, credential)
    case 'stored':
      return bind(lifecycles.stored, credential)
    case 'signed':
      return bind(lifecycles.signed, credential)
  }
}

function bind<C extends OpenedCredential>(lifecycle: Lifecycle<C>, credential: C) {
  return {
    reopen: (access: Access, reopening: Reopening) => lifecycle.reopen(credential, access, reopening),
    copyKey: () => lifecycle.copyKey(credential),
    read: (reading: Reading) => lifecycle.read(credential, reading),
    peek: (access: Access, now: number) => lifecycle.peek(credential, access, now),
    renew: (access: Access, renewing: Renewing) => lifecycle.renew(credential, access, renewing),
    end: (reason: EndReason, now: number) => lifecycle.end(credential, reason, now),
    readData: (now: number) => lifecycle.readData(credential, now),
    changeData: (change: DataChange, now: number) => lifecycle.changeData(credential, change, now),
  }
}
