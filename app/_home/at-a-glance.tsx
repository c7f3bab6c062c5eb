// feature: bench (this file)
import type { Messages } from '@/app/_home/messages'
import { ModelMark } from '@/app/ui/models/mark'
import type { HomeWords } from '@/app/ui/models/model'
import { modelWords } from '@/app/ui/models/words'
import { sayDuration } from '@/lib/figures/distribution'
import { figuresOf } from '@/lib/figures/measured'
import { type Model, models } from '@/lib/session/models'

interface Props {
  t: Messages
  words: HomeWords
}

/** Short enough for three columns on a phone. */
function rowsOf({ t: { glance: t }, words }: Props) {
  const sayYes = (does: boolean) => (does ? t.yes : t.no)
  return [
    { key: 'place', name: t.place, say: (model: Model) => words[model].place },
    { key: 'everywhere', name: t.everywhere, say: () => t.yes },
    { key: 'listed', name: t.listed, say: (model: Model) => sayYes(modelWords[model].isListed) },
    { key: 'needs', name: t.needs, say: () => 'Redis' },
    { key: 'elsewhere', name: t.elsewhere, say: (model: Model) => sayYes(modelWords[model].isVerifiedElsewhere) },
    { key: 'median', name: t.median, say: (model: Model) => sayDuration(figuresOf(model, 'snapshot').p50) },
    { key: 'bytes', name: t.bytes, say: (model: Model) => String(figuresOf(model, 'snapshot').cookieBytes) },
  ]
}

export function AtAGlance(props: Props) {
  return (
    <table className="glance">
      <caption className="sr-only">{props.t.glance.caption}</caption>
      <thead>
        <tr>
          <td />
          {models.map((model) => (
            <th key={model} scope="col" data-model={model}>
              <span>
                <ModelMark model={model} className="size-4" />
                {model}
              </span>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rowsOf(props).map(({ key, name, say }) => (
          <tr key={key}>
            <th scope="row">{name}</th>
            {models.map((model) => (
              <td key={model}>{say(model)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
