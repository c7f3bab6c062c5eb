'use client'

import { saveNoteAction } from '@/app/dashboard/actions'
import type { DataState } from '@/app/dashboard/data-state'
import { sentences } from '@/app/dashboard/outcome'
import { ActionForm, useFormCall } from '@/app/ui/form-call'
import { FormReport } from '@/app/ui/form-report'
import { SubmitButton } from '@/app/ui/submit-button'

export function NoteForm({ note }: { note: string }) {
  const idle: DataState = { outcome: 'idle', note }
  const call = useFormCall(saveNoteAction, idle)
  const { state } = call
  const refused = state.outcome !== 'idle' && state.outcome !== 'saved'

  return (
    <ActionForm call={call} className="sheet flex flex-col items-start gap-3 p-5">
      <label htmlFor="note" className="font-medium">
        Note
      </label>
      <textarea
        id="note"
        name="note"
        rows={4}
        maxLength={10_000}
        // React resets the form after an action: what was typed has to come back with the answer.
        defaultValue={state.outcome === 'idle' ? note : state.note}
        aria-invalid={refused}
        aria-describedby="note-status"
        className="input note-paper resize-y"
      />
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <SubmitButton quiet>Save the note</SubmitButton>
        <FormReport call={call} id="note-status" isRefusal={refused}>
          {sentences[state.outcome]}
        </FormReport>
      </div>
    </ActionForm>
  )
}
