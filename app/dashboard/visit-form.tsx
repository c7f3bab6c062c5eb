'use client'

import { countVisitAction } from '@/app/dashboard/actions'
import type { DataState } from '@/app/dashboard/data-state'
import { sentences } from '@/app/dashboard/outcome'
import { ActionForm, useFormCall } from '@/app/ui/form-call'
import { FormReport } from '@/app/ui/form-report'
import { SubmitButton } from '@/app/ui/submit-button'

export function VisitForm({ visits }: { visits: number }) {
  const idle: DataState = { outcome: 'idle', note: '' }
  const call = useFormCall(countVisitAction, idle)

  const { state } = call

  return (
    <ActionForm call={call} className="sheet flex flex-col items-start gap-3 p-5">
      <h3 className="font-sans font-medium">Visits counted</h3>
      <p className="grow font-mono text-4xl tabular-nums">{visits}</p>
      <SubmitButton quiet>Count a visit</SubmitButton>
      <FormReport call={call} isRefusal>
        {state.outcome === 'saved' ? '' : sentences[state.outcome]}
      </FormReport>
    </ActionForm>
  )
}
