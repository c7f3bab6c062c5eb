import { ModelMark } from '@/app/ui/models/pictures'
import { modelWords } from '@/app/ui/models/words'
import { sayDuration } from '@/lib/figures/distribution'
import { figuresOf } from '@/lib/figures/measured'
import { type Model, models } from '@/lib/session/models'

interface Row {
  name: string
  say: (model: Model) => string
}

const sayYes = (does: boolean) => (does ? 'yes' : 'no')

/** Short enough for three columns on a phone. */
const rows: readonly Row[] = [
  { name: 'The session is in', say: (model) => modelWords[model].place },
  { name: 'Log out everywhere', say: () => 'yes' },
  { name: 'Revoke one from a list', say: (model) => sayYes(modelWords[model].isListed) },
  { name: 'Revoking needs', say: () => 'Redis' },
  { name: 'Other services verify it', say: (model) => sayYes(modelWords[model].isVerifiedElsewhere) },
  { name: 'A check (median)', say: (model) => sayDuration(figuresOf(model, 'snapshot').p50) },
  { name: 'Cookie bytes', say: (model) => String(figuresOf(model, 'snapshot').cookieBytes) },
]

export function AtAGlance() {
  return (
    <table className="mt-8 w-full max-w-3xl table-fixed text-sm sm:text-base">
      <caption className="sr-only">The three models compared</caption>
      <thead>
        <tr className="border-b-2 border-ink align-bottom">
          <td className="w-[31%]" />
          {models.map((model) => (
            <th key={model} scope="col" data-model={model} className="px-1.5 py-2 text-left font-semibold text-model">
              <span className="flex items-center gap-1.5">
                <ModelMark model={model} className="size-4" />
                {model}
              </span>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, say }) => (
          <tr key={name} className="border-b border-rule align-top">
            <th scope="row" className="py-1.5 text-left font-normal text-ink-soft">
              {name}
            </th>
            {models.map((model) => (
              <td key={model} className="px-1.5 py-1.5 tabular-nums wrap-anywhere">
                {say(model)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
