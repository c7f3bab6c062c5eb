import type { ComponentType } from 'react'
import type { Drawn } from '@/app/ui/models/model'
import { SealedDrawing } from '@/app/ui/models/sealed/drawing' // model: sealed
import { SignedDrawing } from '@/app/ui/models/signed/drawing' // model: signed
import { StoredDrawing } from '@/app/ui/models/stored/drawing' // model: stored
import type { Model } from '@/lib/session/models'

const drawings: Readonly<Record<Model, ComponentType<Drawn>>> = {
  sealed: SealedDrawing, // model: sealed
  stored: StoredDrawing, // model: stored
  signed: SignedDrawing, // model: signed
}

/** For a page without a session. */
const example: Drawn = { sid: '7f3a', user: 'ada', role: 'member', visits: 3, exp: '14:05' }

interface DrawingProps {
  model: Model
  /** The values of the visitor's session. */
  drawn?: Drawn
}

export function ModelDrawing({ model, drawn = example }: DrawingProps) {
  const Drawing = drawings[model]
  return <Drawing {...drawn} />
}
