'use client'

import { actRefusals } from '@/app/admin/act-form'
import type { ActState } from '@/app/admin/actions'
import { cutOffEveryoneAction } from '@/app/admin/actions'
import { ActionForm, useFormCall } from '@/app/ui/form/call'
import { describedBy, FieldFrame } from '@/app/ui/form/field'
import { ProofField } from '@/app/ui/form/password-field'
import { FormReport } from '@/app/ui/form/report'
import { SubmitButton } from '@/app/ui/form/submit-button'

const idle: ActState = { outcome: 'idle', typed: '' }
const sentences = {
  ...actRefusals,
  ...{ done: '', unfinished: '' },
  invalid: 'Nobody was logged out: the words to type are “everyone out”.',
}

/** For a leaked key or worse. It cannot be taken back, so it wants to be typed. */
export function EveryoneOut() {
  const call = useFormCall(cutOffEveryoneAction, idle)
  const { state } = call
  const error = state.outcome === 'invalid' ? sentences.invalid : undefined

  return (
    <section aria-labelledby="everyone" className="mt-16 max-w-xl border-t-2 border-alert pt-5">
      <h2 id="everyone" className="text-3xl font-semibold">
        Everyone out
      </h2>
      <p className="mt-2">
        Ends every session of everyone at once, yours included. Everybody may log in again. Meant for the day on which a
        key has leaked.
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
