// feature: mail (this file)
'use client'

import { type AddressChangeState, requestAddressChangeAction } from '@/app/account/address/actions'
import { ActionForm, SubmitButton, useFormCall } from '@/app/ui/form/call'
import { TextField } from '@/app/ui/form/field'
import { ProofField } from '@/app/ui/form/password-field'
import { ErrorSummary, FormReport } from '@/app/ui/form/report'
import { tryAgainIn } from '@/app/ui/in-words'
import { routes } from '@/lib/routes'

const sentences: Record<AddressChangeState['outcome'], string> = {
  idle: '',
  asked: 'We are sending a link to the new address. Your address changes when you open it, within an hour.',
  same: 'Your account has this address already.',
  off: 'This site sends no mail.',
  too_many_links: 'There were too many requests for this account or this address.',
  invalid: '',
  // The password field shows these.
  prove: '',
  wrong_password: '',
  too_many: '',
  busy: '',
  ended: 'No link was sent: this session has ended.',
  other_account: '',
  unavailable: 'We cannot send a link just now. Please try again in a moment.',
}

const idle: AddressChangeState = { outcome: 'idle', errors: {}, newEmail: '' }

export function AddressForm() {
  const call = useFormCall(requestAddressChangeAction, idle, `${routes.account}#change-address`)
  const { state } = call
  const { outcome, retryAfter } = state
  const sentence = sentences[outcome]

  return (
    <ActionForm call={call} noValidate className="grid justify-items-start gap-4">
      {outcome === 'invalid' && <ErrorSummary sentence="Please correct this:" errors={state.errors} answer={state} />}
      <div className="grid w-full gap-4">
        <TextField
          name="newEmail"
          type="email"
          label="New e-mail address"
          autoComplete="email"
          defaultValue={state.newEmail}
          error={state.errors.newEmail}
        />
        <ProofField id="address-proof" answer={state} />
      </div>
      <SubmitButton quiet>Send a link to the new address</SubmitButton>
      <FormReport call={call} isRefusal={outcome !== 'asked'}>
        {sentence && retryAfter ? `${sentence} ${tryAgainIn(retryAfter)}` : sentence}
      </FormReport>
    </ActionForm>
  )
}
