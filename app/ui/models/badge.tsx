import { ModelMark } from '@/app/ui/models/pictures'
import type { Model } from '@/lib/session/models'

export function ModelBadge({ model }: { model: Model }) {
  return (
    <span
      data-model={model}
      className="inline-flex items-center gap-1.5 border border-model bg-model-wash px-2 py-0.5 text-sm font-semibold text-model"
    >
      <ModelMark model={model} className="size-4" />
      <span>
        <span className="sr-only">Logged in, model: </span>
        {model}
      </span>
    </span>
  )
}
