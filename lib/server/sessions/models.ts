import 'server-only'
import { bearerLifecycle } from '@/lib/server/sessions/bearer/lifecycle'
import type { Lifecycle, ModelLifecycle } from '@/lib/server/sessions/lifecycle'
import { sealedLifecycle } from '@/lib/server/sessions/sealed/lifecycle'
import { signedLifecycle } from '@/lib/server/sessions/signed/lifecycle'
import { storedLifecycle } from '@/lib/server/sessions/stored/lifecycle'
import type { Model } from '@/lib/session/models'
import type { OpenedCredential } from '@/lib/session/open'

type Kind = OpenedCredential['model']
type CredentialOf<K extends Kind> = Extract<OpenedCredential, { model: K }>

/** The table of models on the server. The one in lib/session/open.ts is its counterpart. */
export const modelLifecycles: { readonly [M in Model]: ModelLifecycle<CredentialOf<M>> } = {
  sealed: sealedLifecycle,
  stored: storedLifecycle,
  signed: signedLifecycle,
}

const lifecycles: { readonly [K in Kind]: Lifecycle<CredentialOf<K>> } = { ...modelLifecycles, bearer: bearerLifecycle }

/** What can be done with a credential. The methods take that credential: callers need not know which kind it is. */
export const lifecycleOf = <K extends Kind>({ model }: { model: K }): Lifecycle<CredentialOf<K>> => lifecycles[model]
