'use client'

import { type ReactNode, useEffect, useId, useRef } from 'react'
import type { ActOutcome, ActState } from '@/app/admin/actions'
import { ActionForm, type FormCall, SubmitButton, useFormCall } from '@/app/ui/form/call'
import { ProofField } from '@/app/ui/form/password-field'
import { FormReport } from '@/app/ui/form/report'

interface Props {
  action: (state: ActState, form: FormData) => Promise<ActState>
  /** The text of the button that opens the form. Every row has the same one, so a screen reader reads `whom` with it. */
  label: string
  whom: string
  /** The fields that say what the act is about. A retry sends them again. */
  about: Readonly<Record<string, string>>
  sentences: Readonly<Record<ActOutcome, string>>
  /** The button that acts. */
  confirm: string
  /** The field whose value a retry sends again. */
  // feature: required-factor
  field?: 'role' | 'standing' | 'rule'
  /** False: the act would change nothing. */
  isOffered?: boolean
  // end, otherwise: field?: 'role' | 'standing'
  /** Users are logged out by it. */
  isDangerous?: boolean
  /** What will happen, and the fields to fill in. */
  children: ReactNode | ((typed: string) => ReactNode)
}

const idle: ActState = { outcome: 'idle', typed: '' }

/** An act in two steps, which works without JavaScript: the first step shows the consequences, the second acts. */
export function ActForm(props: Props) {
  const { action, label, whom, about, sentences, confirm, isDangerous = false, children } = props
  const call = useFormCall(action, idle)
  const { state } = call
  const details = useRef<HTMLDetailsElement>(null)
  const reportId = useId()
  const isDone = state.outcome === 'done' || state.outcome === 'unfinished'

  // biome-ignore lint/correctness/useExhaustiveDependencies: every new answer closes its form.
  useEffect(() => {
    if (isDone) close(details.current)
  }, [state])

  // feature: required-factor
  // After the act, the form and its report keep their place until the next page.
  if (props.isOffered === false && state.outcome === 'idle') return null

  // end
  return (
    <div className="has-[details[open]]:w-full">
      <details ref={details} open={state.outcome !== 'idle' && !isDone}>
        <summary className="button button-quiet" aria-describedby={reportId}>
          {label}
          <span className="sr-only"> {whom}</span>
        </summary>
        <ActionForm
          call={call}
          className={`mt-3 mb-3 grid max-w-md justify-items-start gap-3 border-l-4 py-1 pl-4 lg:flex lg:max-w-none lg:flex-wrap lg:items-end lg:gap-x-6 lg:*:max-w-md ${isDangerous ? 'border-alert' : 'border-ink'}`}
        >
          <HiddenFields values={about} />
          {typeof children === 'function' ? children(state.typed) : children}
          <ProofField id={`proof${reportId}`} answer={state} />
          <SubmitButton danger={isDangerous}>
            {confirm}
            <span className="sr-only">: {whom}</span>
          </SubmitButton>
        </ActionForm>
      </details>
      <FormReport call={call} id={reportId} isRefusal={state.outcome !== 'done'}>
        {sentences[state.outcome]}
      </FormReport>
      {state.outcome === 'unfinished' && <Retry call={call} {...props} />}
    </div>
  )
}

/** The same act again: it is idempotent, and publishes what could not be published. */
function Retry({ call, about, field, whom }: Props & { call: FormCall<ActState> }) {
  return (
    <ActionForm call={call} className="mt-2">
      <HiddenFields values={about} />
      {field && <input type="hidden" name={field} value={call.state.typed} />}
      <SubmitButton quiet>
        Try again<span className="sr-only">: {whom}</span>
      </SubmitButton>
    </ActionForm>
  )
}

const HiddenFields = ({ values }: { values: Props['about'] }) =>
  Object.entries(values).map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />)

/** Moves the focus from a button that is hidden now. */
function close(details: HTMLDetailsElement | null): void {
  if (!details) return
  details.open = false
  details.querySelector('summary')?.focus()
}

/** The answers that all acts share. `done` and `unfinished` differ for each act. */
export const actRefusals = {
  idle: '',
  unchanged: 'Nothing was changed: the account has this state already.',
  unknown: 'Nothing was changed: this account does not exist any more.',
  self: 'Nothing was changed: you cannot do this to yourself. Another admin can.',
  own_factor: '', // feature: required-factor
  last_admin: 'Nothing was changed: this is the last admin. Make another user an admin first.',
  invalid: 'Nothing was changed: the form was incomplete. Please load this page again and repeat your entry.',
  ended: 'Nothing was changed: your session has ended.',
  forbidden: 'Nothing was changed: your role does not allow this any more.',
  // app/ui/form/report.tsx shows this one.
  other_account: '',
  // The password field shows these.
  ...{ prove: '', wrong_password: '', too_many: '', busy: '' },
  unavailable: 'We could not confirm this. Load the page again in a moment. If nothing has changed, try again.',
} as const satisfies Record<Exclude<ActOutcome, 'done' | 'unfinished'>, string>

export const mayStay = 'but its devices may stay logged in for a few minutes more. Try again to log them out now.'
