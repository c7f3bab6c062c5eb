import { AtAGlance } from '@/app/_home/at-a-glance'
import { Farewell } from '@/app/_home/farewell'
import { ModelCard } from '@/app/_home/model-card'
import { OneIdea } from '@/app/_home/one-idea'
import { Title } from '@/app/_home/title'
import { WhatACheckCosts } from '@/app/_home/what-a-check-costs'
import { PageLink } from '@/app/ui/page/link'
import { PageFrame } from '@/app/ui/page/page-frame'
import { isLabOn } from '@/lib/lab/shared/is-lab-on'
import { routes } from '@/lib/routes'
import { getSession, isSessionUnknown } from '@/lib/server/guards/require-session'
import type { Model } from '@/lib/session/models'
import { models } from '@/lib/session/models'

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export default async function HomePage({ searchParams }: Props) {
  const session = await getSession()
  const { account } = await searchParams

  return (
    <PageFrame visitor={session}>
      {account === 'deleted' && !session && <Farewell />}
      <Title />
      <p className="mt-5 max-w-2xl text-lg">
        Three ways to keep a visitor logged in with Next.js, side by side in one application. All three can be revoked,
        and every figure is measured.
      </p>
      {session && <LoggedIn model={session.model} />}
      {!session && ((await isSessionUnknown()) ? unknown : <WhereToBegin />)}
      <AtAGlance />
      <div className="mt-10 grid gap-5 lg:mt-14 lg:grid-cols-3 lg:gap-y-0">
        {models.map((model) => (
          <ModelCard key={model} model={model} />
        ))}
      </div>
      <OneIdea />
      <WhatACheckCosts />
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
        Log in and watch the check
      </PageLink>
      <Questions />
    </div>
  )
}

function LoggedIn({ model }: { model: Model }) {
  return (
    <>
      <p className="mt-4 max-w-2xl">
        You are logged in with {model}. The dashboard shows which steps checked your request.
      </p>
      <div className="mt-5 flex flex-wrap gap-3">
        <PageLink href={routes.dashboard} className="button">
          Your dashboard
        </PageLink>
        <Questions />
      </div>
    </>
  )
}

function Questions() {
  return (
    <>
      <PageLink href={routes.choose} className="button button-quiet">
        Which model suits me?
      </PageLink>
      {isLabOn() && (
        <PageLink href={routes.lab} className="button button-quiet">
          Steal your own session in the lab
        </PageLink>
      )}
    </>
  )
}
