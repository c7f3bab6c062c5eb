import { ModelDrawing } from '@/app/ui/models/drawing'
import { ModelMark } from '@/app/ui/models/mark'
import { PageLink } from '@/app/ui/page/link'
import { routes } from '@/lib/routes'
import type { Model } from '@/lib/session/models'

interface Props {
  model: Model
  nature: string
}

const order = ['lives', 'cookie', 'revoke', 'cost', 'choose'] as const

function Rumour({ model }: { model: Model }) {
  const facts = modelFacts[model]

  return (
    <div className="border-y border-rule py-4">
      <p className="text-ink-soft">“{facts.rumour}”</p>
      <p className="mt-1 font-medium">{facts.truth}</p>
    </div>
  )
}

/** On wide screens the three cards share their rows (subgrid), so that they read across like a table. */
export function ModelCard({ model, nature }: Props) {
  const facts = modelFacts[model]

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
      <p className="mb-4 text-ink-soft">{nature}</p>
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

/** What the card of a model says. The rows have the same order in every card, so that they can be compared. */
export interface ModelFacts {
  rumour: string
  truth: string
  lives: string
  cookie: string
  revoke: string
  cost: string
  choose: string
}

export const rows = {
  lives: 'The state lives',
  cookie: 'The cookie holds',
  revoke: 'Who can revoke it',
  cost: 'What a check costs',
  choose: 'Choose it when',
} as const

export const modelFacts: Record<Model, ModelFacts> = {
  sealed: {
    rumour: 'Stateless sessions cannot be revoked.',
    truth: 'Here a logout denies the session id, wherever a copy of the cookie went.',
    lives: 'In the cookie. The server stores no session.',
    cookie: 'Everything, encrypted and authenticated: who, which role, the deadlines, your data. 4096 bytes at most.',
    revoke:
      'Whoever logs out; and for a user, or for everyone, all sessions at once. Not one of them alone from elsewhere: there are no rows to pick it from.',
    cost: 'One unseal, then a look into a replica of the revocation list in memory. Postgres only at renewal.',
    choose: 'You want the fewest moving parts and keep little data per session.',
  },
  stored: {
    rumour: 'Stateful sessions are safe, but slow.',
    truth: 'Here neither edge nor server asks a database on most checks, and an end still counts within a second.',
    lives: 'In a row in Postgres.',
    cookie: 'A sealed reference: session id, secret, user id, deadlines. Nothing about who is allowed what.',
    revoke: 'Whoever logs out; and from elsewhere any single session, all of a user, or everyone’s.',
    cost: 'One unseal, then a look into a replica of the revocation list in memory. The row comes from a cached copy, which is deleted with it.',
    choose: 'You need a list of devices, more data than a cookie holds, or writes that never get lost.',
  },
  signed: {
    rumour: 'A JWT needs no Redis.',
    truth: 'Until you take one back. As it lives for minutes, a short list of denied session ids is enough.',
    lives: 'In a token for minutes. Your data, and the right to renew, on a row in Postgres.',
    cookie:
      'A token that anyone can read and, with the public key, verify. Beside it a sealed, rotating refresh token.',
    revoke:
      'As with stored. A service that checks only the signature learns of it minutes later, when the token expires.',
    cost: 'One signature, one unseal, then a look into a replica of the revocation list in memory. Postgres only at renewal.',
    choose: 'Services on other origins must recognise your visitors without asking you.',
  },
}
