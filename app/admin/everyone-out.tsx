'use client'

import { actRefusals } from '@/app/admin/act-form'
import { type ActState, cutOffEveryoneAction } from '@/app/admin/actions'
import { ActionForm, SubmitButton, useFormCall } from '@/app/ui/form/call'
import { describedBy, FieldFrame } from '@/app/ui/form/field'
import { ProofField } from '@/app/ui/form/password-field'
import { FormReport } from '@/app/ui/form/report'

const idle: ActState = { outcome: 'idle', typed: '' }
const sentences = {
  ...actRefusals,
  ...{ done: '', unfinished: '' },
  invalid: 'No user was logged out. To confirm, type “everyone out”.',
}

/** It cannot be undone, so the admin types a confirmation. */
export function EveryoneOut() {
  const call = useFormCall(cutOffEveryoneAction, idle)
  const { state } = call
  const error = state.outcome === 'invalid' ? sentences.invalid : undefined

  return (
    <section aria-labelledby="everyone" className="mt-16 max-w-xl border-t-2 border-alert pt-5">
      <h2 id="everyone" className="text-3xl font-semibold">
        Log everyone out
      </h2>
      <p className="mt-2">
        Ends every session of all users at once, yours too. All users can log in again. If a key has leaked, replace the
        key first. Then log everyone out.
      </p>
      <ActionForm call={call} noValidate className="mt-4 grid justify-items-start gap-4">
        <div className="w-full">
          <FieldFrame name="words" label="Type “everyone out” to confirm" error={error}>
            <input
              id="words"
              name="words"
              defaultValue={state.typed}
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              required
              aria-invalid={error !== undefined}
              aria-describedby={describedBy('words', { error })}
              className="input sm:w-80"
            />
          </FieldFrame>
        </div>
        <ProofField id="everyone-proof" answer={state} />
        <SubmitButton danger>Log everyone out</SubmitButton>
        <FormReport call={call} isRefusal>
          {error ? '' : sentences[state.outcome]}
        </FormReport>
      </ActionForm>
    </section>
  )
}
