import { SealedDrawing } from '@/app/ui/drawings/sealed-drawing'
import { SignedDrawing } from '@/app/ui/drawings/signed-drawing'
import { StoredDrawing } from '@/app/ui/drawings/stored-drawing'
import type { Model } from '@/lib/session/models'

const drawings = { sealed: SealedDrawing, stored: StoredDrawing, signed: SignedDrawing } as const

export function ModelDrawing({ model }: { model: Model }) {
  const Drawing = drawings[model]
  return <Drawing />
}
