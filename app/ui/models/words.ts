import type { ModelWords } from '@/app/ui/models/model'
import { sealedWords } from '@/app/ui/models/sealed/words'
import { signedWords } from '@/app/ui/models/signed/words'
import { storedWords } from '@/app/ui/models/stored/words'
import type { Model } from '@/lib/session/models'

/** The table of models for pages. Those of the server are in lib/session/open.ts and lib/server/sessions/models.ts. */
export const modelWords: Readonly<Record<Model, ModelWords>> = {
  sealed: sealedWords,
  stored: storedWords,
  signed: signedWords,
}
