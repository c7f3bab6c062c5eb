// feature: mail (this file)
'use client'

import { ActionForm, type FormCall, type FormState, SubmitButton } from '@/app/ui/form/call'
import { FormReport } from '@/app/ui/form/report'

interface Props {
  call: FormCall<FormState & { code: string }>
  /** What has happened. */
  done: string
  /** In words: how long a session may be accepted whose revocation could not be published. */
  acceptedFor: string
}

/** After a link that has revoked sessions, while that could not be published. */
export function Unfinished({ call, done, acceptedFor }: Props) {
  return (
    <ActionForm call={call} className="grid justify-items-start gap-4">
      <p role="status" className="font-medium">
        {done}, but your devices may stay logged in for up to {acceptedFor} more. Try again to log them out now.
      </p>
      <input type="hidden" name="publish" value="again" />
      <input type="hidden" name="code" value={call.state.code} />
      <SubmitButton>Try again</SubmitButton>
      <FormReport call={call} isRefusal={false} />
    </ActionForm>
  )
}
