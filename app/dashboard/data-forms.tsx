'use client'

import { countVisitAction, type DataState, saveNoteAction } from '@/app/dashboard/actions'
import { ActionForm, SubmitButton, useFormCall } from '@/app/ui/form/call'
import { FormReport } from '@/app/ui/form/report'

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
        // React resets the form after an action, so the answer brings the typed value back.
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

export const sentences: Record<DataState['outcome'], string> = {
  idle: '',
  saved: 'Saved.',
  too_large:
    'Not saved: the note is too long for your session cookie, which holds 4096 bytes. Please shorten the note.',
  invalid: 'Not saved: a note can have 10,000 characters at most, and no NUL character.',
  ended: 'Not saved: this session has ended. Please copy what you typed.',
  other_account: '',
  unavailable: 'Not saved: your session is not available just now. Please try again in a moment.',
}
