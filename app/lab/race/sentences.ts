import type { Race } from '@/lib/lab/race'

interface Told {
  name: string
  does: string
  columns: Readonly<Record<string, string>>
}

/** What each race is, and what is counted: by the keys of a tally. */
export const raceSentences: Readonly<Record<Race, Told>> = {
  data: {
    name: 'Writing session data',
    does: 'Each request adds one to the same number. In a cookie, each request changes the value that it was sent, and the browser keeps the last one. On a row, each waits for the one before.',
    columns: { increments: 'writes', kept: 'kept', lost: 'lost' },
  },
  expired: {
    name: 'Many requests, one expired credential',
    does: 'A page and all that it loads, after the revalidation interval: the middleware renews the credential for each request. No user may be logged out, and a refresh token must not become two families.',
    columns: {
      asked: 'requests',
      accepted: 'accepted',
      refused: 'refused',
      unavailable: 'no answer',
      sessions: 'sessions',
      rotations: 'rotations',
      unused: 'unused tokens',
    },
  },
  rotation: {
    name: 'One refresh token, used more than once',
    does: 'Without a grace window, each use but the first counts as theft, also that of a second tab. Within a grace window the other uses get the newest token. After it, a used token that comes back is a replay: the family and its session are revoked.',
    columns: {
      used: 'uses',
      rotated: 'rotations',
      retried: 'retries in grace',
      reused: 'taken for theft',
      alive: 'families alive',
      denied: 'sessions revoked',
    },
  },
  logout: {
    name: 'A logout against a renewal',
    does: 'Six rounds: twice the logout comes first, twice both come at the same instant, twice the renewal comes first. The credential that the browser holds afterwards must not be accepted.',
    columns: { rounds: 'rounds', renewed: 'renewal first', alive: 'alive after', unavailable: 'no answer' },
  },
}
