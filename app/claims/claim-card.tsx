import type { ReactNode } from 'react'
import { type Claim, commandFor } from '@/app/claims/claims'
import { FigureTable } from '@/app/claims/figure-table'
import type { Messages } from '@/app/claims/say'
import { VerdictMark, VerdictWords } from '@/app/claims/verdicts'
import { PageLink } from '@/app/ui/page/link'
import { groupFigures } from '@/lib/figures/claims'
import { claimFigures } from '@/lib/figures/measured'
import { isLabOn } from '@/lib/lab/shared/is-lab-on' // feature: lab
import { routes, source } from '@/lib/routes'

interface Props {
  claim: Claim
  number: number
  t: Messages
}

/** Left what is said, right what decides it. */
export function ClaimCard({ claim, number, t }: Props) {
  const { sentence, verdict, why } = t.claims[claim.id]

  return (
    <article
      id={claim.id}
      aria-labelledby={`${claim.id}-sentence`}
      className="sheet grid scroll-mt-4 items-start gap-x-10 gap-y-5 p-5 sm:p-6 lg:grid-cols-2"
    >
      <div>
        <h2 id={`${claim.id}-sentence`} className="text-2xl font-semibold">
          <span className="font-normal text-ink-soft">{number}</span> “{sentence}”
        </h2>
        <p className="mt-3 flex items-center gap-2 text-lg">
          <VerdictMark kind={claim.kind} className="size-4" />
          <VerdictWords kind={claim.kind}>{verdict}</VerdictWords>
        </p>
        <p className="mt-3 max-w-2xl">{why}</p>
        <dl className="mt-4 text-sm">
          {/* feature: lab */}
          {claim.lab && isLabOn() && (
            <Way name={t.page.see}>
              <PageLink
                href={`${routes.lab}/${claim.lab.page}${claim.lab.preset ?? ''}`}
                className="link inline-flex min-h-6 items-center"
              >
                {t.lab[claim.lab.experiment ?? claim.lab.page]}
              </PageLink>
            </Way>
          )}
          {/* end */}
          <Way name={t.page.check}>
            <NamedTests claim={claim} />
          </Way>
        </dl>
      </div>
      <div className="grid items-start gap-x-8 gap-y-5 sm:grid-cols-2">
        {groupFigures(claimFigures.claims[claim.id]).map((group) => (
          <FigureTable key={group.figure} claim={claim.id} group={group} t={t} />
        ))}
      </div>
    </article>
  )
}

function Way({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="mt-2">
      <dt className="text-ink-soft">{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

/** The command, and by which name the test is found in its file. */
function NamedTests({ claim }: { claim: Claim }) {
  return (
    <>
      <code className="font-mono text-[0.8125rem] wrap-anywhere">{commandFor(claim)}</code>
      <ul lang="en">
        {claim.tests.map(({ file, name }) => (
          <li key={name}>
            <a href={`${source}/blob/main/${file}`} className="link inline-flex min-h-6 items-center">
              “{name}”
            </a>
          </li>
        ))}
      </ul>
    </>
  )
}
