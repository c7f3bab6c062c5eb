// feature: mail, second-factor (this file)
'use client'

import type { ReactNode } from 'react'
import { ActionForm, type FormCall, SubmitButton } from '@/app/ui/form/call'
import { FormReport } from '@/app/ui/form/report'

interface Props {
  call: FormCall
  /** What has happened. */
  done: string
  /** The devices whose sessions were revoked. */
  devices?: 'your devices' | 'your other devices'
  /** In words: how long a session may be accepted whose revocation could not be published. */
  acceptedFor: string
  /** Hidden fields that the retry needs. */
  children?: ReactNode
}

/** After a change that has revoked sessions, while that could not be published. */
export function Unfinished({ call, done, devices = 'your devices', acceptedFor, children }: Props) {
  return (
    <ActionForm call={call} className="grid justify-items-start gap-4">
      <p role="status" className="font-medium text-alert">
        {`${done}, but ${devices} may stay logged in for up to ${acceptedFor} more. Try again to log them out now.`}
      </p>
      <input type="hidden" name="publish" value="again" />
      {children}
      <SubmitButton>Try again</SubmitButton>
      <FormReport call={call} isRefusal={false} />
    </ActionForm>
  )
}
