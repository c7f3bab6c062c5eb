import { FieldError, RadioCard } from '@/app/ui/form/field'
import { ModelMark } from '@/app/ui/models/mark'
import { modelWords } from '@/app/ui/models/words'
import { type Model, models } from '@/lib/session/models'

interface Props {
  chosen: Model
  error: string | undefined
}

export function ModelChoice({ chosen, error }: Props) {
  return (
    <fieldset id="model" aria-describedby={error ? 'model-error' : undefined}>
      <legend className="mb-1 font-medium">How should we store this session?</legend>
      <div className="grid gap-2">
        {models.map((model) => (
          <RadioCard key={model} name="model" value={model} defaultChecked={model === chosen}>
            <ModelMark model={model} />
            <span data-model={model}>
              <span className="block leading-snug font-semibold text-model">{model}</span>
              <span className="block text-sm leading-snug text-ink-soft">{modelWords[model].nature}</span>
            </span>
          </RadioCard>
        ))}
      </div>
      <FieldError name="model" error={error} />
    </fieldset>
  )
}
