import { NoteForm, VisitForm } from '@/app/dashboard/data-forms'
import { modelWords } from '@/app/ui/models/words' // model: several
import type { Model } from '@/lib/session/models' // model: several

interface Props {
  model: Model // model: several
  data: { visits: number; note: string }
}

export function SessionDataForms({
  model, // model: several
  data,
}: Props) {
  return (
    <section aria-labelledby="session-data">
      <h2 id="session-data" className="text-3xl font-semibold">
        Session data
      </h2>
      {/* model: several */}
      <p className="mt-2 max-w-2xl text-ink-soft">{modelWords[model].data} It ends with the session.</p>
      {/* end */}
      <div className="mt-5 grid gap-5 md:grid-cols-[16rem_1fr]">
        <VisitForm visits={data.visits} />
        <NoteForm note={data.note} />
      </div>
    </section>
  )
}
