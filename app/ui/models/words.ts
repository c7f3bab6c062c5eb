import type { ModelWords } from '@/app/ui/models/model'
import { sealedWords } from '@/app/ui/models/sealed/words' // model: sealed
import { signedWords } from '@/app/ui/models/signed/words' // model: signed
import { storedWords } from '@/app/ui/models/stored/words' // model: stored
import type { Model } from '@/lib/session/models'

/** The registry of models for pages. The other two are lib/session/open.ts and lib/server/sessions/models.ts. */
export const modelWords: Readonly<Record<Model, ModelWords>> = {
  sealed: sealedWords, // model: sealed
  stored: storedWords, // model: stored
  signed: signedWords, // model: signed
}
