// feature: second-factor (this file)
'use client'

import { useEffect, useRef } from 'react'
import { type CodesState, makeCodesAction } from '@/app/account/security/actions'
import { CodeList } from '@/app/account/security/code-list'
import { ActionForm, SubmitButton, useFormCall } from '@/app/ui/form/call'
import { ProofField } from '@/app/ui/form/password-field'
import { FormReport } from '@/app/ui/form/report'
import { plural, withWait } from '@/app/ui/in-words'
import { routes } from '@/lib/routes'

const idle: CodesState = { outcome: 'idle', recoveryCodes: [] }

const sentences: Record<CodesState['outcome'], string> = {
  idle: '',
  made: '',
  ended: 'No codes were made: this session has ended, or the second factor is off.',
  other_account: '',
  unavailable: 'We could not confirm this. Please load this page again in a moment.',
  too_many_changes: 'No codes were made: there were too many changes of your second factor.',
  // The password field shows these.
  prove: '',
  wrong_password: '',
  too_many: '',
  busy: '',
}

export function RecoveryCodes({ left }: { left: number }) {
  const call = useFormCall(makeCodesAction, idle, `${routes.security}#recovery-codes`)
  const { state } = call

  return (
    <div className="sheet grid max-w-xl gap-5 p-5">
      <p className="font-medium">You have {plural(left, 'recovery code')} left.</p>
      {state.outcome === 'made' && <NewCodes codes={state.recoveryCodes} />}
      <ActionForm call={call} noValidate className="grid justify-items-start gap-4">
        <p>
          New codes replace the earlier ones. Make them when you have few left, or when another person has seen them.
        </p>
        <ProofField id="codes-proof" answer={state} />
        <SubmitButton quiet>Make new codes</SubmitButton>
        <FormReport call={call} isRefusal>
          {withWait(sentences[state.outcome], state.retryAfter)}
        </FormReport>
      </ActionForm>
    </div>
  )
}

function NewCodes({ codes }: { codes: readonly string[] }) {
  const report = useRef<HTMLDivElement>(null)

  useEffect(() => report.current?.focus(), [])

  return (
    <div ref={report} role="status" tabIndex={-1}>
      <p className="font-medium">Store these codes now. We do not show them again.</p>
      <CodeList codes={codes} />
    </div>
  )
}
