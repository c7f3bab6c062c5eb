import 'server-only'
import type { Lifecycle } from '@/lib/server/sessions/lifecycle'
import { sealedLifecycle } from '@/lib/server/sessions/sealed/lifecycle'
import { signedLifecycle } from '@/lib/server/sessions/signed/lifecycle'
import { storedLifecycle } from '@/lib/server/sessions/stored/lifecycle'
import type { Model } from '@/lib/session/models'
import type { OpenedCredential } from '@/lib/session/open'

type CredentialOf<M extends Model> = Extract<OpenedCredential, { model: M }>

/** The table of models on the server. The one in lib/session/open.ts is its counterpart. */
export const lifecycles: { readonly [M in Model]: Lifecycle<CredentialOf<M>> } = {
  sealed: sealedLifecycle,
  stored: storedLifecycle,
  signed: signedLifecycle,
}

/** What the model of a credential does. Its methods take that credential: callers need not know which model it is of. */
export const lifecycleOf = <M extends Model>({ model }: { model: M }): Lifecycle<CredentialOf<M>> => lifecycles[model]
