import { NoteForm, VisitForm } from '@/app/dashboard/data-forms'
import type { Model } from '@/lib/session/models'

const whereDataLives: Record<Model, string> = {
  sealed: 'It lives in the cookie itself: 4096 bytes at most, and of two writes at once the last one wins.',
  stored: 'It lives in a JSON column of the session’s row and changes there atomically: no write gets lost.',
  signed: 'It lives on the session’s row, not in the token: anyone can read a token’s claims.',
}

interface Props {
  model: Model
  data: { visits: number; note: string }
}

export function SessionData({ model, data }: Props) {
  return (
    <section aria-labelledby="session-data">
      <h2 id="session-data" className="text-3xl font-semibold">
        Session data
      </h2>
      <p className="mt-2 max-w-2xl text-ink-soft">{whereDataLives[model]} It ends with the session.</p>
      <div className="mt-5 grid gap-5 md:grid-cols-[16rem_1fr]">
        <VisitForm visits={data.visits} />
        <NoteForm note={data.note} />
      </div>
    </section>
  )
}
