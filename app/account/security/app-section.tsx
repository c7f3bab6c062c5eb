// feature: second-factor (this file)
'use client'

import { useEffect, useRef } from 'react'
import {
  beginSetUpAction,
  type SetUpState,
  type TurnOffState,
  turnOffAction,
  turnOnAction,
} from '@/app/account/security/actions'
import { SetUpSteps } from '@/app/account/security/set-up-steps'
import { ActionForm, type FormCall, SubmitButton, useFormCall } from '@/app/ui/form/call'
import { ProofCodeField } from '@/app/ui/form/one-time-code'
import { PasswordField, ProofField } from '@/app/ui/form/password-field'
import { FormReport } from '@/app/ui/form/report'
import { Unfinished } from '@/app/ui/form/unfinished'
import { withWait } from '@/app/ui/in-words'
import { routes } from '@/lib/routes'

const permalink = `${routes.security}#app`
const idle: SetUpState = { outcome: 'idle', setUp: null }
const idleOff: TurnOffState = { outcome: 'idle' }

interface Props {
  isOn: boolean
  /** In words: how long a session may be accepted whose revocation could not be published. */
  acceptedFor: string
}

/** The answers stay here when the page changes between the two states: each is shown in the state that it led to. */
export function AppSection({ isOn, acceptedFor }: Props) {
  const turningOn = useFormCall(turnOnAction, idle, permalink)
  const turningOff = useFormCall(turnOffAction, idleOff, permalink)
  const done = isOn ? turningOn : turningOff

  return (
    <div className="sheet grid max-w-xl grid-cols-[minmax(0,1fr)] gap-5 p-5">
      <p className="font-medium">{isOn ? 'The app is on.' : 'The app is off.'}</p>
      <Done call={done} isOn={isOn} acceptedFor={acceptedFor} />
      {isOn ? <TurnOff call={turningOff} /> : <TurnOn call={turningOn} />}
    </div>
  )
}

const changed = {
  on: 'We ask for a code at each login from now on',
  off: 'We no longer ask for a code',
} as const

/** What has just been changed. Without an answer it is empty. */
function Done({ call, isOn, acceptedFor }: Props & { call: FormCall<SetUpState> | FormCall<TurnOffState> }) {
  const { outcome } = call.state
  const sentence = changed[isOn ? 'on' : 'off']
  const report = useRef<HTMLParagraphElement>(null)

  // The pressed button disappears, so the focus moves to the answer.
  useEffect(() => {
    if (outcome === 'changed') report.current?.focus()
  }, [outcome])

  if (outcome === 'unfinished') {
    const done = `${sentence}, and every other session has ended`
    return <Unfinished call={call} done={done} devices="your other devices" acceptedFor={acceptedFor} />
  }
  return (
    <p ref={report} role="status" tabIndex={-1} className="font-medium empty:sr-only">
      {outcome === 'changed' && `${sentence}. Every other session has ended. You stay logged in here.`}
    </p>
  )
}

const refusals = {
  ended: 'Nothing was changed: this session has ended.',
  unavailable: 'We could not confirm the change. Please load this page again in a moment.',
  logged_out: 'The change is made. Every session has ended, this one too.',
  expired: 'Nothing was changed: too much time has passed, or a passkey was added or removed. Please begin again.',
  exists: 'Nothing was changed: an app is on already.',
  too_many_changes: 'Nothing was changed: there were too many changes of your second factor.',
  missing: 'Nothing was changed: no app is on.',
  // feature: required-factor
  required: 'Nothing was changed: your role needs a second factor, and the app is the last one. Add a passkey first.',
  // end
} as const

function refusalFor({ outcome, retryAfter }: SetUpState | TurnOffState): string | undefined {
  const refusal = Object.entries(refusals).find(([key]) => key === outcome)?.[1]
  return refusal && withWait(refusal, retryAfter)
}

/** First a form that prepares the app, and then the one that confirms it. */
function TurnOn({ call }: { call: FormCall<SetUpState> }) {
  const beginning = useFormCall(beginSetUpAction, idle, permalink)
  const setUp = call.state.setUp ?? beginning.state.setUp
  if (setUp) return <SetUpSteps setUp={setUp} call={call} refusal={refusalFor(call.state)} />

  const asked = call.state.outcome === 'idle' ? beginning : call
  return (
    <ActionForm call={beginning} noValidate className="grid justify-items-start gap-4">
      <p>You need an authenticator app, for example the one in your password manager.</p>
      <ProofField id="begin-proof" answer={beginning.state} />
      <SubmitButton>Set up an app</SubmitButton>
      <FormReport call={asked} isRefusal>
        {refusalFor(asked.state)}
      </FormReport>
    </ActionForm>
  )
}

/** Two steps, which work without JavaScript. */
function TurnOff({ call }: { call: FormCall<TurnOffState> }) {
  const { outcome, retryAfter } = call.state
  const error = errorFor(outcome, retryAfter)

  return (
    <details open={outcome !== 'idle' && outcome !== 'changed'}>
      <summary className="button button-quiet">Turn the app off</summary>
      <ActionForm
        call={call}
        noValidate
        className="mt-3 grid justify-items-start gap-4 border-l-4 border-alert py-1 pl-4"
      >
        <p>Your password alone is then enough to log in, and your recovery codes no longer work.</p>
        <div className="grid w-full gap-4">
          <PasswordField
            id="off-proof"
            name="proof"
            label="Your password"
            autoComplete="current-password"
            error={error}
            focusOn={error ? call.state : undefined}
          />
          <ProofCodeField id="off-code" hasApp />
        </div>
        <SubmitButton danger>Turn it off</SubmitButton>
        <FormReport call={call} isRefusal>
          {refusalFor(call.state)}
        </FormReport>
      </ActionForm>
    </details>
  )
}

const errors = {
  prove: 'Enter your password.',
  wrong_password: 'The password or the code is wrong. Nothing was changed.',
  too_many: 'There were too many wrong passwords or codes. Nothing was changed.',
  busy: 'Many people are logging in at this moment. Nothing was changed. Wait a few seconds and try again.',
} as const

function errorFor(outcome: string, retryAfter?: number): string | undefined {
  const error = Object.entries(errors).find(([key]) => key === outcome)?.[1]
  return error && withWait(error, retryAfter)
}
