import { sealedWords } from '@/app/ui/models/sealed/words'
import { signedWords } from '@/app/ui/models/signed/words'
import { storedWords } from '@/app/ui/models/stored/words'
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
  /** Whether other services can verify the credential themselves. */
  isVerifiedElsewhere: boolean
  session: string
  data: string
  card: Readonly<Record<'rumour' | 'truth' | 'lives' | 'cookie' | 'revoke' | 'cost' | 'choose', string>>
}

/** The table of models for pages. Those of the server are in lib/session/open.ts and lib/server/sessions/models.ts. */
export const modelWords: Readonly<Record<Model, ModelWords>> = {
  sealed: sealedWords,
  stored: storedWords,
  signed: signedWords,
}
