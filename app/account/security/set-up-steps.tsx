// feature: second-factor (this file)
'use client'

import { useEffect, useRef } from 'react'
import type { SetUpState } from '@/app/account/security/actions'
import { CodeList } from '@/app/account/security/code-list'
import { ActionForm, type FormCall, SubmitButton } from '@/app/ui/form/call'
import { OneTimeCodeField } from '@/app/ui/form/one-time-code'
import { ProofField } from '@/app/ui/form/password-field'
import { FormReport } from '@/app/ui/form/report'
import { tryAgainIn } from '@/app/ui/in-words'

interface Props {
  setUp: NonNullable<SetUpState['setUp']>
  call: FormCall<SetUpState>
  /** A sentence about the last attempt, where it is not about the code. */
  refusal: string | undefined
}

/** The recovery codes come before the confirmation, so that no account has a factor whose codes its owner has not seen. */
export function SetUpSteps({ setUp, call, refusal }: Props) {
  const { state } = call
  const error = errorFor(state)
  const firstStep = useRef<HTMLParagraphElement>(null)

  // The pressed button disappears, so the focus moves to the first step.
  useEffect(() => firstStep.current?.focus(), [])

  return (
    <ol className="grid list-decimal grid-cols-[minmax(0,1fr)] gap-6 pl-5">
      <li>
        <p ref={firstStep} tabIndex={-1} className="font-medium">
          Add this account to your app.
        </p>
        <p className="mt-1">Scan the picture, or enter the key by hand.</p>
        <QrPicture {...setUp.qrCode} />
        <p className="mt-3 font-mono text-sm wrap-anywhere">{setUp.secret.replace(/(.{4})(?=.)/g, '$1 ')}</p>
        <p className="mt-2">
          <a href={setUp.uri} className="link">
            Open it in an app on this device
          </a>
        </p>
      </li>
      {setUp.recoveryCodes.length > 0 && (
        <li>
          <p className="font-medium">Store these recovery codes.</p>
          <p className="mt-1">Each works once, in place of the app. We do not show them again.</p>
          <CodeList codes={setUp.recoveryCodes} />
        </li>
      )}
      <li>
        <p className="font-medium">Enter the code that the app shows.</p>
        <ActionForm call={call} noValidate className="mt-3 grid justify-items-start gap-4">
          <input type="hidden" name="setUp" value={setUp.seal} />
          <div className="grid w-full gap-4">
            <OneTimeCodeField
              name="code"
              label="Code of your app"
              digits
              error={error}
              focusOn={error ? state : undefined}
            />
            <ProofField id="on-proof" answer={isAboutCode(state) ? { outcome: '' } : state} />
          </div>
          <SubmitButton>Turn it on</SubmitButton>
          <FormReport call={call} isRefusal>
            {refusal}
          </FormReport>
        </ActionForm>
      </li>
    </ol>
  )
}

/** Dark on white in both colour schemes: many cameras do not read the reverse. */
function QrPicture({ size, path }: Props['setUp']['qrCode']) {
  return (
    <svg viewBox={`0 0 ${size} ${size}`} role="img" aria-label="QR code" className="mt-3 w-56 max-w-full">
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" shapeRendering="crispEdges" />
    </svg>
  )
}

/** Also a password that was asked for again: there were too many of either. */
const isAboutCode = ({ outcome, asksCode }: SetUpState) => outcome === 'too_many' && asksCode === undefined

function errorFor(state: SetUpState): string | undefined {
  if (state.outcome === 'invalid') return 'Enter the six digits that your app shows.'
  if (state.outcome === 'wrong_code') return 'That code is wrong. Check the clock of your phone, and try the next code.'
  if (!isAboutCode(state)) return undefined
  return `There were too many wrong codes. ${state.retryAfter ? tryAgainIn(state.retryAfter) : ''}`.trim()
}
