'use client'

import { countVisitAction, type DataState, saveNoteAction } from '@/app/dashboard/actions'
import { ActionForm, useFormCall } from '@/app/ui/form/call'
import { FormReport } from '@/app/ui/form/report'
import { SubmitButton } from '@/app/ui/form/submit-button'

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

export const sentences: Record<DataState['outcome'], string> = {
  idle: '',
  saved: 'Saved.',
  too_large:
    'Not saved: the cookie would exceed 4096 bytes, now or at a renewal, and browsers drop such a cookie. Please shorten the note.',
  invalid: 'Not saved: a note has 10,000 characters at most, and none of them is a NUL.',
  ended: 'Not saved: this session has ended. Please copy what you typed.',
  other_account: '',
  unavailable: 'Not saved: the session could not be reached just now. Please try again in a moment.',
}
