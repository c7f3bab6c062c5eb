import type { Metadata } from 'next'
import { labPlaces } from '@/app/lab/places'
import { LabFrame } from '@/app/lab/ui/lab-frame'
import { inWords } from '@/app/ui/in-words'
import { PageLink } from '@/app/ui/page/link'
import { type Env, env } from '@/lib/env'
import { requireLab } from '@/lib/lab/server/require-lab'
import { getSession } from '@/lib/server/guards/require-session'

export const metadata: Metadata = { title: 'Lab' }

export default async function LabPage() {
  requireLab()

  return (
    <LabFrame
      session={await getSession()}
      heading="The lab"
      summary="See how the three session models behave, on this deployment and with your own session."
    >
      <ul className="grid gap-5 sm:grid-cols-2 lg:grid-cols-3">
        {labPlaces.map(({ href, name, does }) => (
          <li key={href} className="sheet p-5">
            <h2 className="text-2xl font-semibold">
              <PageLink href={href} className="link">
                {name}
              </PageLink>
            </h2>
            <p className="mt-2 text-ink-soft">{does}</p>
          </li>
        ))}
      </ul>
      <section aria-labelledby="words" className="mt-12">
        <h2 id="words" className="text-3xl font-semibold">
          What the words mean
        </h2>
        <dl className="mt-4 max-w-3xl">
          {meanings(env()).map(([name, meaning]) => (
            <div key={name} className="grid gap-x-4 border-t border-rule py-2 sm:grid-cols-[9rem_1fr]">
              <dt className="font-semibold">{name}</dt>
              <dd className="text-ink-soft">{meaning}</dd>
            </div>
          ))}
        </dl>
      </section>
    </LabFrame>
  )
}

/** The terms that every experiment uses. */
const meanings = ({ FRESH_SECONDS, REVOCATION_MODE }: Pick<Env, 'FRESH_SECONDS' | 'REVOCATION_MODE'>) => [
  [
    'model',
    'How the user stays logged in: sealed (an encrypted cookie contains the session), stored (the cookie refers to a row in Postgres) or signed (a JWT and a refresh token). You choose it when you log in.',
  ],
  ['layer', 'A place that checks a request: the edge (the middleware), a page, a server action or a route handler.'],
  [
    'mode',
    `How a check asks whether the session was revoked. strict: it asks Redis each time. snapshot: it asks a local replica of the revocation list, in the memory of the process. off: it does not ask. This deployment uses ${REVOCATION_MODE} for most requests that only read, and strict for requests that write, or are about the account.`,
  ],
  [
    'textbook',
    'The stateless baseline of most tutorials, for comparison: not even a renewal asks. Only Replay has it.',
  ],
  ['credential', 'What a request presents to prove a session: an opened cookie or token.'],
  [
    'fresh window',
    `The first ${inWords(FRESH_SECONDS)} of a credential. In it, a check asks only for revocations. After it, the credential is due for renewal: Postgres decides, and the browser gets a new credential.`,
  ],
  [
    'verdict',
    'The result of a check. allowed: the session is accepted. renewable: the same, but the credential is due for renewal. anonymous: the request has no valid credential. revoked: the session has ended. unavailable: a store did not answer, so the session was neither accepted nor refused.',
  ],
]
