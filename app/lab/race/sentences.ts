import type { Race } from '@/lib/lab/race'

interface Told {
  name: string
  does: string
  columns: Readonly<Record<string, string>>
}

/** What each race is, and what is counted: by the keys of a tally. */
export const raceSentences: Readonly<Record<Race, Told>> = {
  expired: {
    name: 'Many requests, one expired credential',
    does: 'A page and all that it loads, after the fresh window has closed: each request is renewable, and the edge renews for each. Nobody may be put out, and a refresh token must not become two families.',
    columns: {
      asked: 'asked',
      accepted: 'let in',
      refused: 'refused',
      unavailable: 'no answer',
      sessions: 'sessions',
      rotations: 'rotations',
      unused: 'unused tokens',
    },
  },
  rotation: {
    name: 'One refresh token, used more than once',
    does: 'Strictly, every use but the first is a theft, also that of a second tab: the family ends. Within a grace window the others get the newest token. After it, a used token that comes back is a theft: the family ends, and its session is denied.',
    columns: {
      used: 'used',
      rotated: 'rotated',
      retried: 'in grace',
      reused: 'theft',
      alive: 'families alive',
      denied: 'denied',
    },
  },
  logout: {
    name: 'A logout against a renewal',
    does: 'Both at the same instant, several times; now the one, now the other is sent first. Whichever wins: what the browser holds afterwards must not be let in.',
    columns: { rounds: 'rounds', renewed: 'renewal won', alive: 'alive after', unavailable: 'no answer' },
  },
  data: {
    name: 'Writing session data',
    does: 'Each request adds one to the same number. In a cookie, each changes the copy that it was sent, and the browser keeps the last. On a row, each waits for the one before.',
    columns: { increments: 'added', kept: 'kept', lost: 'lost' },
  },
}
