import type { Metadata } from 'next' // feature: chinese
import { AtAGlance } from '@/app/_home/at-a-glance' // feature: bench
import { english, type Messages } from '@/app/_home/messages'
import { chinese } from '@/app/_home/messages.zh-cn' // feature: chinese
import { ModelCard } from '@/app/_home/model-card' // model: several
import { OneIdea } from '@/app/_home/one-idea' // model: several
import { Title } from '@/app/_home/title' // model: three
import { WhatACheckCosts } from '@/app/_home/what-a-check-costs' // feature: bench
import { fill } from '@/app/ui/fill' // model: several
import { modelWords } from '@/app/ui/models/words' // model: several
import { chineseWords } from '@/app/ui/models/words.zh-cn' // feature: chinese
// model: three
// end, otherwise: import { PageHeading } from '@/app/ui/page/heading'
import { PageLink } from '@/app/ui/page/link'
import { PageFrame } from '@/app/ui/page/page-frame'
import { isLabOn } from '@/lib/lab/shared/is-lab-on' // feature: lab
import { routes } from '@/lib/routes'
// model: three
// end, otherwise: import { siteName } from '@/lib/routes'
import { getSession, isSessionUnknown } from '@/lib/server/guards/require-session'
import { getLanguage, inLanguage } from '@/lib/server/http/language' // feature: chinese
import { type Model, models } from '@/lib/session/models' // model: several

// feature: chinese
const texts = { en: english, 'zh-CN': chinese }

export async function generateMetadata(): Promise<Metadata> {
  return { description: (await inLanguage(texts)).purpose }
}

// end
interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export default async function HomePage({ searchParams }: Props) {
  const session = await getSession()
  const { account } = await searchParams
  // feature: chinese
  const t = await inLanguage(texts)
  // end, otherwise: const t = english
  // model: several
  // feature: chinese
  const words = await inLanguage({ en: modelWords, 'zh-CN': chineseWords })
  // end, otherwise: const words = modelWords
  // end

  return (
    <PageFrame
      visitor={session}
      language={await getLanguage()} // feature: chinese
    >
      {account === 'deleted' && !session && (
        <p role="status" className="mb-8 max-w-2xl border-l-4 border-ink bg-sheet px-4 py-3 font-medium">
          {t.deleted}
        </p>
      )}
      {/* model: three */}
      <Title />
      <p className="mt-5 max-w-2xl text-lg">{t.purpose}</p>
      {/* end, otherwise: <PageHeading>{siteName}</PageHeading> */}
      {/* model: several */}
      {session && <LoggedIn model={session.model} t={t} />}
      {/* end, otherwise: {session && <LoggedIn t={t} />} */}
      {!session &&
        ((await isSessionUnknown()) ? <p className="mt-4 max-w-2xl">{t.unknown}</p> : <WhereToBegin t={t} />)}
      {/* feature: bench */}
      <AtAGlance t={t} words={words} />
      {/* end */}
      {/* model: several */}
      <div className="mt-10 grid gap-5 lg:mt-14 lg:grid-cols-3 lg:gap-y-0">
        {models.map((model) => (
          <ModelCard key={model} model={model} t={t} words={words} />
        ))}
      </div>
      <OneIdea t={t} />
      {/* end */}
      {/* feature: bench */}
      <WhatACheckCosts t={t} />
      {/* end */}
    </PageFrame>
  )
}

function WhereToBegin({ t }: { t: Messages }) {
  return (
    <div className="mt-5 flex flex-wrap gap-3">
      <PageLink href={routes.login} className="button">
        {/* feature: trace */}
        {t.watch}
        {/* end, otherwise: {t.logIn} */}
      </PageLink>
      {/* feature: choose, lab */}
      <Questions t={t} />
      {/* end */}
    </div>
  )
}

// model: several
function LoggedIn({ model, t }: { model: Model; t: Messages }) {
  // end, otherwise: function LoggedIn({ t }: { t: Messages }) {
  return (
    <>
      {/* model: several */}
      <p className="mt-4 max-w-2xl">{fill(t.loggedIn, { model })}</p>
      {/* end, otherwise: <p className="mt-4 max-w-2xl">{t.loggedIn}</p> */}
      <div className="mt-5 flex flex-wrap gap-3">
        <PageLink href={routes.dashboard} className="button">
          {t.dashboard}
        </PageLink>
        {/* feature: choose, lab */}
        <Questions t={t} />
        {/* end */}
      </div>
    </>
  )
}

// feature: choose, lab
function Questions({ t }: { t: Messages }) {
  return (
    <>
      {/* feature: choose */}
      <PageLink href={routes.choose} className="button button-quiet">
        {t.choose}
      </PageLink>
      {/* end */}
      {/* feature: lab */}
      {isLabOn() && (
        <PageLink href={routes.lab} className="button button-quiet">
          {t.lab}
        </PageLink>
      )}
      {/* end */}
    </>
  )
}
// end
