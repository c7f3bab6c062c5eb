import { ModelDrawing, ModelMark } from '@/app/ui/models/pictures'
import { modelWords } from '@/app/ui/models/words'
import { PageLink } from '@/app/ui/page/link'
import { routes } from '@/lib/routes'
import type { Model } from '@/lib/session/models'

const order = ['lives', 'cookie', 'revoke', 'cost', 'choose'] as const

function Rumour({ model }: { model: Model }) {
  const { card: facts } = modelWords[model]

  return (
    <div className="border-y border-rule py-4">
      <p className="text-ink-soft">“{facts.rumour}”</p>
      <p className="mt-1 font-medium">{facts.truth}</p>
    </div>
  )
}

/** On wide screens the three cards share their rows (subgrid), so that they read across like a table. */
export function ModelCard({ model }: { model: Model }) {
  const { card: facts, lead } = modelWords[model]

  return (
    <article
      data-model={model}
      aria-labelledby={`model-${model}`}
      className="sheet border-t-4 border-t-model p-5 sm:p-6 lg:row-span-10 lg:grid lg:grid-rows-subgrid"
    >
      <div className="mx-auto mb-5 w-full max-w-88">
        <ModelDrawing model={model} />
      </div>
      <h2 id={`model-${model}`} className="flex items-center gap-2.5 text-3xl font-semibold text-model">
        <ModelMark model={model} className="size-7" />
        {model}
      </h2>
      <p className="mb-4 text-ink-soft">{lead}</p>
      <Rumour model={model} />
      <dl className="lg:row-span-5 lg:grid lg:grid-rows-subgrid">
        {order.map((row) => (
          <div key={row} className="pt-4">
            <dt className="text-sm text-ink-soft">{rows[row]}</dt>
            <dd>{facts[row]}</dd>
          </div>
        ))}
      </dl>
      {/* A link, not a button: only the login form starts a session (ASVS 7.6.2). */}
      <PageLink href={`${routes.login}?model=${model}`} className="button mt-6 w-full self-end">
        Log in with {model}
      </PageLink>
    </article>
  )
}

const rows = {
  lives: 'The state lives',
  cookie: 'The cookie holds',
  revoke: 'Who can revoke it',
  cost: 'What a check costs',
  choose: 'Choose it when',
} as const
