'use client'

import type { DeletionState } from '@/app/account/actions'
import { deleteAccountAction } from '@/app/account/actions'
import { ActionForm, useFormCall } from '@/app/ui/form/call'
import { ErrorSummary } from '@/app/ui/form/error-summary'
import { TextField } from '@/app/ui/form/field'
import { ProofField } from '@/app/ui/form/password-field'
import { FormReport } from '@/app/ui/form/report'
import { SubmitButton } from '@/app/ui/form/submit-button'
import { routes } from '@/lib/routes'

const sentences: Record<DeletionState['outcome'], string> = {
  idle: '',
  invalid: '',
  // The field that asks for it says these.
  prove: '',
  wrong_password: '',
  too_many: '',
  // feature: admin
  last_admin: 'Nothing was deleted: you are the last admin. Make somebody else one first.',
  // end, otherwise: last_admin: 'Nothing was deleted: you are the last admin.',
  logged_out:
    'Your account is not deleted yet. Every session has ended, this one too. Wait some minutes, log in, and delete the account again.',
  ended: 'Nothing was deleted: this session has ended.',
  other_account: '',
  unavailable: 'Not certain: a store did not answer. Please load this page again in a moment, and repeat it.',
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
        <ErrorSummary sentence="Please look at this again:" errors={state.errors} answer={state} />
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
