// model: several (this file)
import type { Messages } from '@/app/_home/messages'
import { fill } from '@/app/ui/fill'
import { ModelMark } from '@/app/ui/models/mark'
import type { HomeWords } from '@/app/ui/models/model'
import { ModelDrawing } from '@/app/ui/models/pictures'
import { PageLink } from '@/app/ui/page/link'
import { routes } from '@/lib/routes'
import type { Model } from '@/lib/session/models'

const order = ['lives', 'cookie', 'revoke', 'cost', 'choose'] as const

interface Props {
  model: Model
  t: Messages
  words: HomeWords
}

function Rumour({ model, t, words }: Props) {
  const { rumour, truth } = words[model].card

  return (
    <div>
      <p>{fill(t.card.rumour, { text: rumour })}</p>
      <p>{truth}</p>
    </div>
  )
}

export function ModelCard({ model, t, words }: Props) {
  const { card: facts, lead } = words[model]

  return (
    <article data-model={model} aria-labelledby={`model-${model}`} className="sheet model-card">
      {/* What is written in the drawing is English. */}
      <div lang="en" className="mx-auto mb-5 w-full max-w-88">
        <ModelDrawing model={model} />
      </div>
      <h2 id={`model-${model}`}>
        <ModelMark model={model} className="size-7" />
        {model}
      </h2>
      <p>{lead}</p>
      <Rumour model={model} t={t} words={words} />
      <dl>
        {order.map((row) => (
          <div key={row}>
            <dt>{t.card[row]}</dt>
            <dd>{facts[row]}</dd>
          </div>
        ))}
      </dl>
      {/* A link, not a button: only the login form starts a session (ASVS 7.6.2). */}
      <PageLink href={`${routes.login}?model=${model}`} className="button">
        {fill(t.card.logIn, { model })}
      </PageLink>
    </article>
  )
}
