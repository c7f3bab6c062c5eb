// feature: mail (this file)
'use client'

import { requestVerificationAction, type VerificationState } from '@/app/account/address/actions'
import { ActionForm, SubmitButton, useFormCall } from '@/app/ui/form/call'
import { FormReport } from '@/app/ui/form/report'
import { tryAgainIn } from '@/app/ui/in-words'
import { routes } from '@/lib/routes'

const sentences: Record<VerificationState['outcome'], string> = {
  idle: '',
  asked: 'We are sending a link to your address. It works once, within 24 hours.',
  verified: 'Your address is verified already.',
  off: 'This site sends no mail.',
  too_many: 'There were too many requests. Use the newest link that you have.',
  ended: 'No link was sent: this session has ended.',
  other_account: '',
  unavailable: 'We cannot send a link just now. Please try again in a moment.',
}

const idle: VerificationState = { outcome: 'idle' }

export function VerificationForm() {
  const call = useFormCall(requestVerificationAction, idle, `${routes.account}#change-address`)
  const { outcome, retryAfter } = call.state

  return (
    <ActionForm call={call} className="grid justify-items-start gap-3">
      <SubmitButton quiet>Send another link</SubmitButton>
      <FormReport call={call} isRefusal={outcome !== 'asked' && outcome !== 'verified'}>
        {retryAfter ? `${sentences[outcome]} ${tryAgainIn(retryAfter)}` : sentences[outcome]}
      </FormReport>
    </ActionForm>
  )
}
