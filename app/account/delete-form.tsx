'use client'

import { type DeletionState, deleteAccountAction } from '@/app/account/actions'
import { ActionForm, SubmitButton, useFormCall } from '@/app/ui/form/call'
import { TextField } from '@/app/ui/form/field'
import { ProofField } from '@/app/ui/form/password-field'
import { ErrorSummary, FormReport } from '@/app/ui/form/report'
import { routes } from '@/lib/routes'

const sentences: Record<DeletionState['outcome'], string> = {
  idle: '',
  invalid: '',
  // The password field shows these.
  prove: '',
  wrong_password: '',
  too_many: '',
  busy: '',
  // feature: admin
  last_admin: 'Nothing was deleted: you are the last admin. Make another user an admin first.',
  // end, otherwise: last_admin: 'Nothing was deleted: you are the last admin.',
  ended: 'Nothing was deleted: this session has ended.',
  other_account: '',
  unavailable: 'We could not confirm this. Please load this page again in a moment. If it still opens, try again.',
}

const idle: DeletionState = { outcome: 'idle', errors: {}, email: '' }

export function DeleteForm() {
  const call = useFormCall(deleteAccountAction, idle, `${routes.account}#delete-account`)

  const { state } = call

  return (
    <ActionForm
      call={call}
      noValidate
      className="sheet grid max-w-xl justify-items-start gap-4 border-l-4 border-l-alert p-5"
    >
      {state.outcome === 'invalid' && (
        <ErrorSummary sentence="Please correct this:" errors={state.errors} answer={state} />
      )}
      <div className="grid w-full gap-4">
        <TextField
          name="email"
          type="email"
          label="Your e-mail, to confirm"
          autoComplete="off"
          defaultValue={state.email}
          error={state.errors.email}
        />
        <ProofField id="proof" answer={state} />
      </div>
      <SubmitButton danger>Delete the account</SubmitButton>
      <FormReport call={call} isRefusal>
        {sentences[state.outcome]}
      </FormReport>
    </ActionForm>
  )
}
