'use client'

import type { Drawn } from '@/app/ui/models/drawings/drawn'
import { SealedDrawing } from '@/app/ui/models/drawings/sealed'
import { SignedDrawing } from '@/app/ui/models/drawings/signed'
import { StoredDrawing } from '@/app/ui/models/drawings/stored'
import type { Model } from '@/lib/session/models'

/** A client component, so that a page carries each drawing once, as HTML, and not again in its flight data. */
const drawings = { sealed: SealedDrawing, stored: StoredDrawing, signed: SignedDrawing } as const

/** Of a session that nobody has. */
const example: Drawn = { sid: '7f3a', user: 'ada', role: 'member', visits: 3, exp: '14:05' }

interface Props {
  model: Model
  /** Beside a session that somebody has, what is true of it. */
  drawn?: Drawn
}

export function ModelDrawing({ model, drawn = example }: Props) {
  const Drawing = drawings[model]
  return <Drawing {...drawn} />
}
