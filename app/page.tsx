import { AtAGlance } from '@/app/_home/at-a-glance' // feature: bench
import { ModelCard } from '@/app/_home/model-card' // model: several
import { OneIdea } from '@/app/_home/one-idea' // model: several
import { Title } from '@/app/_home/title' // model: three
import { WhatACheckCosts } from '@/app/_home/what-a-check-costs' // feature: bench
import { Farewell } from '@/app/farewell'
// model: three
// end, otherwise: import { PageHeading } from '@/app/ui/page/heading'
import { PageLink } from '@/app/ui/page/link'
import { PageFrame } from '@/app/ui/page/page-frame'
import { isLabOn } from '@/lib/lab/shared/is-lab-on' // feature: lab
import { routes } from '@/lib/routes'
// model: three
// end, otherwise: import { siteName } from '@/lib/routes'
import { getSession, isSessionUnknown } from '@/lib/server/guards/require-session'
import { type Model, models } from '@/lib/session/models' // model: several

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export default async function HomePage({ searchParams }: Props) {
  const session = await getSession()
  const { account } = await searchParams

  return (
    <PageFrame visitor={session}>
      {account === 'deleted' && !session && <Farewell />}
      {/* model: three */}
      <Title />
      <p className="mt-5 max-w-2xl text-lg">
        Three ways to keep a visitor logged in with Next.js, side by side in one application. All three can be revoked,
        and every figure is measured.
      </p>
      {/* end, otherwise: <PageHeading>{siteName}</PageHeading> */}
      {/* model: several */}
      {session && <LoggedIn model={session.model} />}
      {/* end, otherwise: {session && <LoggedIn />} */}
      {!session && ((await isSessionUnknown()) ? unknown : <WhereToBegin />)}
      {/* feature: bench */}
      <AtAGlance />
      {/* end */}
      {/* model: several */}
      <div className="mt-10 grid gap-5 lg:mt-14 lg:grid-cols-3 lg:gap-y-0">
        {models.map((model) => (
          <ModelCard key={model} model={model} />
        ))}
      </div>
      <OneIdea />
      {/* end */}
      {/* feature: bench */}
      <WhatACheckCosts />
      {/* end */}
    </PageFrame>
  )
}

const unknown = (
  <p className="mt-4 max-w-2xl">We cannot check just now whether you are logged in. Please try again in a moment.</p>
)

function WhereToBegin() {
  return (
    <div className="mt-5 flex flex-wrap gap-3">
      <PageLink href={routes.login} className="button">
        {/* feature: trace */}
        Log in and watch the check
        {/* end, otherwise: Log in */}
      </PageLink>
      {/* feature: choose, lab */}
      <Questions />
      {/* end */}
    </div>
  )
}

// model: several
function LoggedIn({ model }: { model: Model }) {
  // end, otherwise: function LoggedIn() {
  return (
    <>
      {/* model: several */}
      <p className="mt-4 max-w-2xl">
        You are logged in with {model}. The dashboard shows which steps checked your request.
      </p>
      {/* end, otherwise: <p className="mt-4 max-w-2xl">You are logged in.</p> */}
      <div className="mt-5 flex flex-wrap gap-3">
        <PageLink href={routes.dashboard} className="button">
          Your dashboard
        </PageLink>
        {/* feature: choose, lab */}
        <Questions />
        {/* end */}
      </div>
    </>
  )
}

// feature: choose, lab
function Questions() {
  return (
    <>
      {/* feature: choose */}
      <PageLink href={routes.choose} className="button button-quiet">
        Which model suits me?
      </PageLink>
      {/* end */}
      {/* feature: lab */}
      {isLabOn() && (
        <PageLink href={routes.lab} className="button button-quiet">
          Steal your own session in the lab
        </PageLink>
      )}
      {/* end */}
    </>
  )
}
// end
