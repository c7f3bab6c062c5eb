import { FieldError } from '@/app/ui/field'
import { ModelMark } from '@/app/ui/model-mark'
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
          <label
            key={model}
            data-model={model}
            className="flex cursor-pointer items-center gap-3 border border-field px-3 py-2.5 has-checked:border-ink has-checked:bg-sheet has-checked:ring-2 has-checked:ring-ink"
          >
            <input type="radio" name="model" value={model} defaultChecked={model === chosen} className="accent-ink" />
            <ModelMark model={model} />
            <span>
              <span className="block leading-snug font-semibold text-model">{model}</span>
              <span className="block text-sm leading-snug text-ink-soft">{natures[model]}</span>
            </span>
          </label>
        ))}
      </div>
      <FieldError name="model" error={error} />
    </fieldset>
  )
}
