// feature: second-factor (this file)
'use client'

import { createContext, type ReactNode, use } from 'react'
import {
  type RemoveState,
  type RenameState,
  removePasskeyAction,
  renamePasskeyAction,
} from '@/app/account/security/passkeys/actions'
import { ActionForm, type FormCall, SubmitButton, useFormCall } from '@/app/ui/form/call'
import { TextField } from '@/app/ui/form/field'
import { ProofField } from '@/app/ui/form/password-field'
import { FormReport } from '@/app/ui/form/report'
import { Unfinished } from '@/app/ui/form/unfinished'
import { withWait } from '@/app/ui/in-words'
import { routes } from '@/lib/routes'

interface Props {
  id: string
  name: string
}

const address = `${routes.security}#passkeys`

const renameSentences: Readonly<Record<RenameState['outcome'], string>> = {
  idle: '',
  renamed: 'Saved.',
  not_found: 'Not saved: this passkey was removed.',
  // The field shows it.
  invalid: '',
  ended: 'Not saved: this session has ended.',
  other_account: '',
  unavailable: 'Not saved: your account is not available just now. Please try again in a moment.',
}

export function RenameForm({ id, name }: Props) {
  const idle: RenameState = { outcome: 'idle', id, errors: {}, name }
  const call = useFormCall(renamePasskeyAction, idle, address)
  const state = call.state.id === id ? call.state : idle

  return (
    <details open={state.outcome !== 'idle' && state.outcome !== 'renamed'}>
      <Opener label="Rename" whom={name} />
      <ActionForm call={call} noValidate className="mt-3 grid justify-items-start gap-3">
        <input type="hidden" name="id" value={id} />
        <TextField
          id={`name-${id}`}
          name="name"
          label="New name"
          autoComplete="off"
          defaultValue={state.name}
          error={state.errors.name}
        />
        <SubmitButton quiet>
          Save the name<span className="sr-only">: {name}</span>
        </SubmitButton>
        <FormReport call={call} isRefusal={state.outcome !== 'renamed'}>
          {renameSentences[state.outcome]}
        </FormReport>
      </ActionForm>
    </details>
  )
}

/** Two steps, which work without JavaScript: the first shows the consequences, the second removes the passkey. */
export function RemoveForm({ id, name }: Props) {
  const call = useRemoving()
  const state = call.state.id === id ? call.state : nothing
  const isAsking = asking.includes(state.outcome)

  return (
    <details open={isAsking}>
      <Opener label="Remove" whom={name} />
      <ActionForm call={call} className="mt-3 grid justify-items-start gap-3 border-l-4 border-alert py-1 pl-4">
        <input type="hidden" name="id" value={id} />
        <p>
          You can no longer log in with this passkey, and every other session ends. Delete it on your device as well.
        </p>
        <ProofField id={`proof-${id}`} answer={state} />
        <SubmitButton danger>
          Remove this passkey<span className="sr-only">: {name}</span>
        </SubmitButton>
      </ActionForm>
    </details>
  )
}

function Opener({ label, whom }: { label: string; whom: string }) {
  return (
    <summary className="button button-quiet">
      {label}
      <span className="sr-only"> {whom}</span>
    </summary>
  )
}

/** The form has to be sent again. */
const asking: readonly RemoveState['outcome'][] = ['prove', 'wrong_password', 'too_many', 'busy', 'unavailable']

const removeSentences: Readonly<Record<RemoveState['outcome'], string>> = {
  idle: '',
  changed: 'The passkey was removed. Every other session has ended.',
  // Shown with the retry.
  unfinished: '',
  logged_out: 'The passkey was removed. Every session has ended, this one too.',
  not_found: 'That passkey was removed before.',
  // feature: required-factor
  required: 'Nothing was removed: your role needs a second factor, and this is the last one. Add another one first.',
  // end
  too_many_changes: 'Nothing was removed: there were too many changes of your second factor.',
  invalid: 'Nothing was removed: please load this page again.',
  // The password field shows these.
  prove: '',
  wrong_password: '',
  too_many: '',
  busy: '',
  ended: 'Nothing was removed: this session has ended.',
  other_account: '',
  unavailable: 'We could not confirm this. Look at the list before you try again.',
}

const nothing: RemoveState = { outcome: 'idle', id: '' }
const RemovingContext = createContext<FormCall<RemoveState> | null>(null)

/** @throws outside of RemovingProvider */
function useRemoving(): FormCall<RemoveState> {
  const call = use(RemovingContext)
  if (!call) throw new Error('no RemovingProvider above this component')
  return call
}

interface ProviderProps {
  /** In words: how long a session may be accepted whose revocation could not be published. */
  acceptedFor: string
  children: ReactNode
}

/** One answer for all cards, because the card of a removed passkey disappears with its form. */
export function RemovingProvider({ acceptedFor, children }: ProviderProps) {
  const call = useFormCall(removePasskeyAction, nothing, address)
  const { outcome, retryAfter } = call.state
  const done = 'The passkey was removed and every other session has ended'

  return (
    <RemovingContext value={call}>
      <FormReport call={call} isRefusal={outcome !== 'changed'}>
        {withWait(removeSentences[outcome], retryAfter)}
      </FormReport>
      {outcome === 'unfinished' && (
        <Unfinished call={call} done={done} devices="your other devices" acceptedFor={acceptedFor} />
      )}
      {children}
    </RemovingContext>
  )
}
