// feature: second-factor (this file)
'use client'

import { type RefObject, startTransition, useEffect, useRef, useState } from 'react'
import { CodeList } from '@/app/account/security/code-list'
import { type AddState, addPasskeyAction } from '@/app/account/security/passkeys/actions'
import { ActionForm, type FormCall, SubmitButton, useFormCall } from '@/app/ui/form/call'
import { TextField } from '@/app/ui/form/field'
import { ProofField } from '@/app/ui/form/password-field'
import { ErrorSummary, FormReport } from '@/app/ui/form/report'
import { Unfinished } from '@/app/ui/form/unfinished'
import { withWait } from '@/app/ui/in-words'
import { makePasskey, useKnowsPasskeys } from '@/app/ui/passkeys/ask-passkey'
import { type PasskeyProblem, passkeyProblems } from '@/app/ui/passkeys/passkey-button'
import { routes } from '@/lib/routes'

const sentences: Readonly<Record<AddState['outcome'], string>> = {
  idle: '',
  asked: '',
  changed: 'The passkey was added. Every other session has ended. You stay logged in here.',
  // Shown with the retry.
  unfinished: '',
  logged_out: 'The passkey was added. Every session has ended, this one too.',
  full: 'Not added: an account has 20 passkeys at most. Remove one first.',
  taken: 'Not added: this passkey is registered already.',
  replayed: 'This was sent twice. Look at the list.',
  without_codes: 'Not added: the account has changed meanwhile. Please load this page again.',
  refused: 'Not added: the answer of the device was not accepted. Please try again.',
  invalid: '',
  too_many_changes: 'Not added: there were too many changes of your second factor.',
  // The password field shows these.
  prove: '',
  wrong_password: '',
  too_many: '',
  busy: '',
  ended: 'Not added: this session has ended.',
  other_account: '',
  unavailable: 'We could not confirm this. Look at the list before you try again.',
}

interface Props {
  /** A name. */
  suggested: string
  /** In words: how long a session may be accepted whose revocation could not be published. */
  acceptedFor: string
}

/** Without JavaScript it is hidden by the stylesheet: otherwise it would appear late, and move the page. */
export function AddForm({ suggested, acceptedFor }: Props) {
  const idle: AddState = { outcome: 'idle', errors: {}, name: suggested }
  const call = useFormCall(addPasskeyAction, idle, `${routes.security}#passkeys`)
  const fields = useRef<HTMLDivElement>(null)
  const { ask, problem } = useRegistration(call, fields)
  const knowsPasskeys = useKnowsPasskeys(true)
  const { state } = call

  if (!knowsPasskeys) return <p>To add a passkey, use a browser that supports passkeys.</p>

  return (
    <div className="sheet grid gap-5 p-5 noscript:hidden">
      {state.outcome === 'unfinished' && <UnfinishedAddition call={call} acceptedFor={acceptedFor} />}
      <ActionForm call={call} noValidate className="grid justify-items-start gap-4">
        {state.outcome === 'invalid' && (
          <ErrorSummary sentence="Please correct this:" errors={state.errors} answer={state} />
        )}
        <div ref={fields} className="grid w-full gap-4">
          <TextField
            id="new-passkey"
            name="name"
            label="Name of the new passkey"
            autoComplete="off"
            defaultValue={state.name}
            error={state.errors.name}
          />
          <ProofField id="passkey-proof" answer={state} />
          {state.codes && <FirstCodes codes={state.codes} onStored={ask} />}
        </div>
        {!state.codes && <SubmitButton quiet>Add a passkey</SubmitButton>}
        <FormReport call={call} isRefusal={problem !== null || state.outcome !== 'changed'}>
          {problem ? `Not added: ${passkeyProblems[problem]}` : withWait(sentences[state.outcome], state.retryAfter)}
        </FormReport>
      </ActionForm>
    </div>
  )
}

function UnfinishedAddition({ call, acceptedFor }: Pick<Props, 'acceptedFor'> & { call: FormCall<AddState> }) {
  const done = 'The passkey was added and every other session has ended'
  return (
    <Unfinished call={call} done={done} devices="your other devices" acceptedFor={acceptedFor}>
      <input type="hidden" name="name" value={call.state.name} />
    </Unfinished>
  )
}

interface CodesProps {
  codes: NonNullable<AddState['codes']>
  onStored: () => void
}

/** The recovery codes come before the passkey, so that no account has a factor whose codes its owner has not seen. */
function FirstCodes({ codes, onStored }: CodesProps) {
  const heading = useRef<HTMLParagraphElement>(null)

  useEffect(() => heading.current?.focus(), [])

  return (
    <div>
      <input type="hidden" name="codes" value={codes.seal} />
      <p ref={heading} tabIndex={-1} className="font-medium">
        Store these recovery codes first.
      </p>
      <p className="mt-1">Each works once, in place of the passkey. We do not show them again.</p>
      <CodeList codes={codes.recoveryCodes} />
      <button type="button" className="button mt-4" onClick={onStored}>
        I have stored them: add the passkey
      </button>
    </div>
  )
}

/**
 * After the first answer of the action: asks the browser for a passkey, and sends the form again with it. At once, unless
 * the user has to store recovery codes first.
 */
function useRegistration({ state, send }: FormCall<AddState>, place: RefObject<HTMLElement | null>) {
  const [failed, setFailed] = useState<{ of: AddState; problem: PasskeyProblem } | null>(null)

  async function ask(): Promise<void> {
    if (!state.options) return
    const answer = await makePasskey(state.options)
    const form = place.current?.closest('form')
    if (answer.outcome === 'aborted' || !form) return
    if (answer.outcome !== 'answered') return setFailed({ of: state, problem: answer.outcome })

    const fields = new FormData(form)
    fields.set('registration', answer.json)
    startTransition(() => send(fields))
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: the browser is asked once for each answer of the action.
  useEffect(() => {
    if (state.options && !state.codes) void ask()
  }, [state])

  return { ask: () => void ask(), problem: failed?.of === state ? failed.problem : null }
}
