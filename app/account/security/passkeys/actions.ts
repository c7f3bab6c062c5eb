// feature: second-factor (this file)
'use server'

import { revalidatePath } from 'next/cache'
import * as z from 'zod'
import { routes } from '@/lib/routes'
import { PasskeyName } from '@/lib/server/account/sign-up'
import { currentDevice, setCookies } from '@/lib/server/guards/current'
import { proveRecent } from '@/lib/server/guards/require-recent'
import { type Admitted, getVisitor, getVisitorWhoAdds, publishAgain } from '@/lib/server/guards/require-session'
import { requireOwnOrigin } from '@/lib/server/guards/same-origin'
import { firstErrors } from '@/lib/server/http/body'
import { currentClient } from '@/lib/server/http/client'
import { sendMailLater } from '@/lib/server/mail/outbox' // feature: mail
import { orUnavailable } from '@/lib/server/or-unavailable'
import type { FactorChanged } from '@/lib/server/second-factor/go-on'
import { currentCeremony } from '@/lib/server/second-factor/passkey-challenges'
import { removePasskey, renamePasskey } from '@/lib/server/second-factor/passkeys'
import { addPasskey, type BegunRegistration, beginRegistration } from '@/lib/server/second-factor/register-passkey'
import { nowInSeconds } from '@/lib/time'

interface Answer<O extends string> {
  outcome: O | 'idle' | 'invalid' | 'ended' | 'other_account' | 'unavailable'
  /** Seconds until the next attempt, where there were too many. */
  retryAfter?: number
  loggedInAs?: string | null
}

/** What ends all other sessions. `unfinished`: that could not be published. `logged_out`: it has ended this session too. */
type Changed = 'changed' | 'unfinished' | 'logged_out'
/** The form asks for a re-authentication first (step-up). */
type Asking = 'prove' | 'wrong_password' | 'too_many' | 'too_many_changes' | 'busy'

type NotAdded = 'full' | 'taken' | 'replayed' | 'without_codes' | 'refused'

export interface AddState extends Answer<Changed | Asking | NotAdded | 'asked'> {
  /** With `asked`: the form is sent again, with the browser's answer to these. */
  options?: BegunRegistration['options']
  /** With `asked`: what the user stores first. */
  codes?: BegunRegistration['codes']
  errors: { name?: string }
  /** As typed, for the form to show again. */
  name: string
}

export interface RenameState extends Answer<'renamed' | 'not_found'> {
  /** The passkey whose form it answers. */
  id: string
  errors: { name?: string }
  name: string
}

// feature: required-factor
type NotRemoved = 'not_found' | 'required'
// end, otherwise: type NotRemoved = 'not_found'

export interface RemoveState extends Answer<Changed | Asking | NotRemoved> {
  id: string
}

const unavailable = { outcome: 'unavailable' } as const

const AddForm = z.object({
  name: PasskeyName,
  registration: z.string().max(20_000).optional(),
  codes: z.string().max(4096).default(''),
})

/** Called twice: the first call answers with the options for the browser, the second one brings its answer. */
export async function addPasskeyAction(_: AddState, form: FormData): Promise<AddState> {
  await requireOwnOrigin()
  const name = textOf(form, 'name')
  if (form.has('publish')) return { ...(await publishAgain(form)), errors: {}, name }
  const visitor = await getVisitorWhoAdds(form)
  if (!visitor.ok) return { ...visitor, errors: {}, name }

  const input = AddForm.safeParse(Object.fromEntries(form))
  if (!input.success) return { outcome: 'invalid', errors: firstErrors(input.error), name }
  const proven = await proveRecent(visitor, form)
  if (!proven.ok) return { ...proven, errors: {}, name }

  const { registration, ...added } = input.data
  if (registration === undefined) return { ...(await askBrowser(proven)), errors: {}, name }

  const [by, ceremony] = [await currentGuesser(), await currentCeremony()]
  const adding = () => addPasskey(proven, { ...added, registration, ceremony }, by, nowInSeconds())
  return { ...(await conclude(await orUnavailable(adding, unavailable))), errors: {}, name }
}

async function askBrowser(visitor: Admitted): Promise<Pick<AddState, 'outcome' | 'options' | 'codes'>> {
  const ceremony = await currentCeremony()
  const begun = await orUnavailable(() => beginRegistration(visitor, ceremony, nowInSeconds()), 'unavailable' as const)
  if (begun === 'unavailable') return unavailable
  if (!begun) return { outcome: 'ended' }

  await setCookies(begun.cookies)
  return { outcome: 'asked', options: begun.options, codes: begun.codes }
}

const RenameForm = z.object({ id: z.uuid(), name: PasskeyName })

export async function renamePasskeyAction(_: RenameState, form: FormData): Promise<RenameState> {
  await requireOwnOrigin()
  const typed = { id: textOf(form, 'id'), name: textOf(form, 'name'), errors: {} }
  const visitor = await getVisitor(form)
  if (!visitor.ok) return { ...visitor, ...typed }

  const input = RenameForm.safeParse(Object.fromEntries(form))
  if (!input.success) return { ...typed, outcome: 'invalid', errors: firstErrors(input.error) }

  const { id, name } = input.data
  const outcome = await orUnavailable(() => renamePasskey(visitor, id, name), 'unavailable' as const)
  revalidatePath(routes.security)
  return { ...typed, outcome, name }
}

const RemoveForm = z.object({ id: z.uuid() })

export async function removePasskeyAction(_: RemoveState, form: FormData): Promise<RemoveState> {
  await requireOwnOrigin()
  const id = textOf(form, 'id')
  if (form.has('publish')) return { ...(await publishAgain(form)), id }
  const visitor = await getVisitor(form)
  if (!visitor.ok) return { ...visitor, id }

  const input = RemoveForm.safeParse(Object.fromEntries(form))
  if (!input.success) return { outcome: 'invalid', id }
  const proven = await proveRecent(visitor, form)
  if (!proven.ok) return { ...proven, id }

  const by = await currentGuesser()
  const removing = () => removePasskey(proven, input.data.id, by, nowInSeconds())
  return { ...(await conclude(await orUnavailable(removing, unavailable))), id }
}

/** Sets the cookies of a session that goes on, and sends what the change has queued. */
async function conclude<O extends string>(answer: FactorChanged | { outcome: O; retryAfter?: number }) {
  if (!('cookies' in answer)) return answer

  sendMailLater() // feature: mail
  await setCookies(answer.cookies)
  revalidatePath(routes.security)
  return { outcome: answer.outcome }
}

const currentGuesser = async () => ({ client: await currentClient(), device: await currentDevice() })

const textOf = (form: FormData, name: string) => String(form.get(name) ?? '').slice(0, 254)
