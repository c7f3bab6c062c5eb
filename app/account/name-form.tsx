'use client'

import { changeNameAction, type NameState } from '@/app/account/actions'
import { ActionForm, SubmitButton, useFormCall } from '@/app/ui/form/call'
import { TextField } from '@/app/ui/form/field'
import { ErrorSummary, FormReport } from '@/app/ui/form/report'
import { tryAgainIn } from '@/app/ui/in-words'
import { routes } from '@/lib/routes'

const sentences: Record<NameState['outcome'], string> = {
  idle: '',
  saved: 'Saved.',
  invalid: '',
  too_many: 'Not saved: you have changed your name too often.',
  ended: 'Not saved: this session has ended.',
  other_account: '',
  unavailable: 'Not saved: your account is not available just now. Please try again in a moment.',
}

export function NameForm({ name }: { name: string }) {
  const idle: NameState = { outcome: 'idle', errors: {}, name }
  const call = useFormCall(changeNameAction, idle, `${routes.account}#change-name`)

  const { state } = call

  return (
    <ActionForm call={call} noValidate className="sheet grid max-w-xl justify-items-start gap-4 p-5">
      {state.outcome === 'invalid' && (
        <ErrorSummary sentence="Please correct this:" errors={state.errors} answer={state} />
      )}
      <div className="w-full">
        <TextField
          name="name"
          label="Name"
          autoComplete="name"
          // React resets the form after an action, so the answer brings the typed value back.
          defaultValue={state.name}
          error={state.errors.name}
        />
      </div>
      <SubmitButton quiet>Save the name</SubmitButton>
      <FormReport call={call} isRefusal={state.outcome !== 'saved'}>
        {state.retryAfter ? `${sentences[state.outcome]} ${tryAgainIn(state.retryAfter)}` : sentences[state.outcome]}
      </FormReport>
    </ActionForm>
  )
}
