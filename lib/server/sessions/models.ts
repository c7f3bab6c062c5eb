import 'server-only'
import { bearerLifecycle } from '@/lib/server/sessions/bearer/lifecycle' // model: bearer
import type { Lifecycle, ModelLifecycle } from '@/lib/server/sessions/lifecycle'
import { sealedLifecycle } from '@/lib/server/sessions/sealed/lifecycle' // model: sealed
import { signedLifecycle } from '@/lib/server/sessions/signed/lifecycle' // model: signed
import { storedLifecycle } from '@/lib/server/sessions/stored/lifecycle' // model: stored
import type { Model } from '@/lib/session/models'
import type { OpenedCredential } from '@/lib/session/open'

type Kind = OpenedCredential['model']
type CredentialOf<K extends Kind> = Extract<OpenedCredential, { model: K }>

/** The table of models on the server. `openCookies` in lib/session/open.ts is its counterpart. */
export const modelLifecycles: { readonly [M in Model]: ModelLifecycle<CredentialOf<M>> } = {
  sealed: sealedLifecycle, // model: sealed
  stored: storedLifecycle, // model: stored
  signed: signedLifecycle, // model: signed
}

const lifecycles: { readonly [K in Kind]: Lifecycle<CredentialOf<K>> } = {
  ...modelLifecycles,
  bearer: bearerLifecycle, // model: bearer
}

/** The operations on a credential. The methods take that credential: callers need not know its kind. */
export const lifecycleOf = <K extends Kind>({ model }: { model: K }): Lifecycle<CredentialOf<K>> => lifecycles[model]
