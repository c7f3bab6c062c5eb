import { ModelMark } from '@/app/ui/models/mark'
import type { Model } from '@/lib/session/models'

interface Props {
  model: Model
  /** Read out before the name. */
  label: string
}

export function ModelBadge({ model, label }: Props) {
  return (
    <span
      data-model={model}
      className="inline-flex items-center gap-1.5 border border-model bg-model-wash px-2 py-0.5 text-sm font-semibold text-model"
    >
      <ModelMark model={model} className="size-4" />
      <span>
        <span className="sr-only">{label}</span>
        {model}
      </span>
    </span>
  )
}
