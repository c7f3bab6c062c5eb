import type { Model } from '@/lib/session/models'

/** What the pages say about a model. The rows of `card` have the same order for every model, so that they can be compared. */
export interface ModelWords {
  /** Where a model is chosen. */
  nature: string
  /** Below its name. */
  lead: string
  /** Where the session is, for a narrow column. */
  place: string
  /** Whether a list of devices can show a session, and revoke it alone. */
  isListed: boolean
  /** Whether a gateway on the same host can verify the cookie by a public key. Other hosts never get a cookie of ours. */
  isVerifiedElsewhere: boolean
  session: string
  data: string
  card: Readonly<Record<'rumour' | 'truth' | 'lives' | 'cookie' | 'revoke' | 'cost' | 'choose', string>>
}

/** What the first page says about each model, in one language. */
export type HomeWords = Readonly<Record<Model, Pick<ModelWords, 'lead' | 'place' | 'card'>>>

/** What can be read on the drawing of a session: short, for it has to fit. */
export interface Drawn {
  sid: string
  user: string
  role: string
  visits: number
  exp: string
}
