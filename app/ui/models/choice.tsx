import { FieldError } from '@/app/ui/form/field'
import { RadioCard } from '@/app/ui/form/radio-card'
import { ModelMark } from '@/app/ui/models/mark'
import { type Model, models } from '@/lib/session/models'

const natures: Record<Model, string> = {
  sealed: 'Everything in an encrypted cookie',
  stored: 'A reference in the cookie, the session in Postgres',
  signed: 'A readable token, and a refresh token beside it',
}

interface Props {
  chosen: Model
  error: string | undefined
}

export function ModelChoice({ chosen, error }: Props) {
  return (
    <fieldset id="model" aria-describedby={error ? 'model-error' : undefined}>
      <legend className="mb-1 font-medium">How should this session be kept?</legend>
      <div className="grid gap-2">
        {models.map((model) => (
          <RadioCard key={model} name="model" value={model} defaultChecked={model === chosen}>
            <ModelMark model={model} />
            <span data-model={model}>
              <span className="block leading-snug font-semibold text-model">{model}</span>
              <span className="block text-sm leading-snug text-ink-soft">{natures[model]}</span>
            </span>
          </RadioCard>
        ))}
      </div>
      <FieldError name="model" error={error} />
    </fieldset>
  )
}
