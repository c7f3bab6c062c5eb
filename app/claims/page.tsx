import type { Metadata } from 'next'
import { ClaimCard } from '@/app/claims/claim-card'
import { claims } from '@/app/claims/claims'
import { english } from '@/app/claims/messages'
import { chinese } from '@/app/claims/messages.zh-cn' // feature: chinese
import type { Messages } from '@/app/claims/say'
import { Verdicts } from '@/app/claims/verdicts'
import { fill } from '@/app/ui/fill'
import { PageHeading } from '@/app/ui/page/heading'
import { PageFrame } from '@/app/ui/page/page-frame'
import { claimFigures } from '@/lib/figures/measured'
import type { Language } from '@/lib/languages' // feature: chinese
import { getSession } from '@/lib/server/guards/require-session'
import { getLanguage, inLanguage } from '@/lib/server/http/language' // feature: chinese

// feature: chinese
const texts: Readonly<Record<Language, Messages>> = { en: english, 'zh-CN': chinese }

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await inLanguage(texts)).page.title }
}
// end, otherwise: export const metadata: Metadata = { title: english.page.title }

export default async function ClaimsPage() {
  const session = await getSession()
  // feature: chinese
  const t = await inLanguage(texts)
  // end, otherwise: const t = english

  return (
    <PageFrame
      visitor={session}
      language={await getLanguage()} // feature: chinese
    >
      <PageHeading>{t.page.heading}</PageHeading>
      <p className="mt-2 max-w-3xl text-lg">{t.page.purpose}</p>
      <Verdicts t={t} />
      <Method t={t} />
      <div className="mt-10 grid gap-5">
        {claims.map((claim, index) => (
          <ClaimCard key={claim.id} claim={claim} number={index + 1} t={t} />
        ))}
      </div>
    </PageFrame>
  )
}

/** What the words of the figures mean, and where, when and how all of them were measured. */
function Method({ t }: { t: Messages }) {
  const { machine, versions, command, date, load } = claimFigures
  const measured = { machine, versions, command, date: date.slice(0, 10), load: load.join(' – ') }

  return (
    <div className="mt-8 grid gap-x-10 gap-y-3 text-sm text-ink-soft lg:grid-cols-2">
      <p>{t.page.models}</p>
      <p>{t.page.modes}</p>
      <p>{t.page.libraries}</p>
      <p>{fill(t.page.measured, measured)}</p>
    </div>
  )
}
