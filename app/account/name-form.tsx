'use client'

import type { NameState } from '@/app/account/actions'
import { changeNameAction } from '@/app/account/actions'
import { ActionForm, useFormCall } from '@/app/ui/form/call'
import { ErrorSummary } from '@/app/ui/form/error-summary'
import { TextField } from '@/app/ui/form/field'
import { FormReport } from '@/app/ui/form/report'
import { SubmitButton } from '@/app/ui/form/submit-button'
import { routes } from '@/lib/routes'

const sentences: Record<NameState['outcome'], string> = {
  idle: '',
  saved: 'Saved.',
  invalid: '',
  ended: 'Not saved: this session has ended.',
  other_account: '',
  unavailable: 'Not saved: the account could not be reached just now. Please try again in a moment.',
}

export function NameForm({ name }: { name: string }) {
  const idle: NameState = { outcome: 'idle', errors: {}, name }
  const call = useFormCall(changeNameAction, idle, `${routes.account}#change-name`)

  const { state } = call

  return (
    <ActionForm call={call} noValidate className="sheet grid max-w-xl justify-items-start gap-4 p-5">
      {state.outcome === 'invalid' && (
        <ErrorSummary sentence="Please look at this again:" errors={state.errors} answer={state} />
      )}
      <div className="w-full">
        <TextField
          name="name"
          label="Name"
          autoComplete="name"
          // React resets the form after an action: what was typed has to come back with the answer.
          defaultValue={state.name}
          error={state.errors.name}
        />
      </div>
      <SubmitButton quiet>Save the name</SubmitButton>
      <FormReport call={call} isRefusal={state.outcome !== 'saved'}>
        {sentences[state.outcome]}
      </FormReport>
    </ActionForm>
  )
}
