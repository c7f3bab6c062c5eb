'use client'

import { useActionState } from 'react'
import { countVisitAction } from '@/app/dashboard/actions'
import type { DataState } from '@/app/dashboard/data-state'
import { sentences } from '@/app/dashboard/outcome'
import { FormReport } from '@/app/ui/form-report'
import { SubmitButton } from '@/app/ui/submit-button'

export function VisitForm({ visits }: { visits: number }) {
  const idle: DataState = { outcome: 'idle', note: '' }
  const [state, formAction] = useActionState(countVisitAction, idle)

  return (
    <form action={formAction} className="sheet flex flex-col items-start gap-3 p-5">
      <h3 className="font-sans font-medium">Visits counted</h3>
      <p className="grow font-mono text-4xl tabular-nums">{visits}</p>
      <SubmitButton quiet>Count a visit</SubmitButton>
      <FormReport isRefusal>{state.outcome === 'saved' ? '' : sentences[state.outcome]}</FormReport>
    </form>
  )
}
