'use client'

import { type ReactNode, useEffect, useId, useRef } from 'react'
import type { ActOutcome, ActState } from '@/app/admin/actions'
import { ActionForm, useFormCall } from '@/app/ui/form/call'
import { ProofField } from '@/app/ui/form/password-field'
import { FormReport } from '@/app/ui/form/report'
import { SubmitButton } from '@/app/ui/form/submit-button'

interface Props {
  action: (state: ActState, form: FormData) => Promise<ActState>
  /** What opens the form; the same words in every row, so `whom` is read out with it. */
  label: string
  whom: string
  userId: string
  sentences: Readonly<Record<ActOutcome, string>>
  /** The button that really does it. */
  confirm: string
  /** Somebody is put out by it. */
  isDangerous?: boolean
  /** What will happen, and what has to be chosen. */
  children: ReactNode | ((typed: string) => ReactNode)
}

const idle: ActState = { outcome: 'idle', typed: '' }

/** An act in two steps, without JavaScript too: the first opens what is about to happen, the second does it. */
export function ActForm({ action, label, whom, userId, sentences, confirm, isDangerous = false, children }: Props) {
  const call = useFormCall(action, idle)
  const { state } = call
  const details = useRef<HTMLDetailsElement>(null)
  const reportId = useId()
  const isDone = state.outcome === 'done' || state.outcome === 'unfinished'

  // biome-ignore lint/correctness/useExhaustiveDependencies: every answer closes what it has answered.
  useEffect(() => {
    if (isDone) close(details.current)
  }, [state])

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
          <input type="hidden" name="user" value={userId} />
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
    </div>
  )
}

/** The focus must not stay on a button that is hidden now. */
function close(details: HTMLDetailsElement | null): void {
  if (!details) return
  details.open = false
  details.querySelector('summary')?.focus()
}

/** What every act may be answered. `done` and `unfinished` are each act's own. */
export const actRefusals = {
  idle: '',
  unchanged: 'Nothing was changed: it was so already.',
  unknown: 'Nothing was changed: this account does not exist any more.',
  self: 'Nothing was changed: you cannot do this to yourself. Another admin can.',
  last_admin: 'Nothing was changed: this is the last admin. Make somebody else one first.',
  invalid: 'Nothing was changed: the form was incomplete. Please load this page again.',
  ended: 'Nothing was changed: your session has ended.',
  forbidden: 'Nothing was changed: your role does not allow this any more.',
  // Said by every form.
  other_account: '',
  // Said beside the password.
  ...{ prove: '', wrong_password: '', too_many: '' },
  unavailable: 'Nothing is certain: a store did not answer. Please look again in a moment, and repeat it.',
} as const satisfies Record<Exclude<ActOutcome, 'done' | 'unfinished'>, string>

export const notTold =
  'Redis could not be told, though: for some minutes a copy of a cookie may still be believed. Do it again to tell it.'
