import { Farewell } from '@/app/_home/farewell'
import { ModelCard } from '@/app/_home/model-card'
import { OneIdea } from '@/app/_home/one-idea'
import { Title } from '@/app/_home/title'
import { WhatACheckCosts } from '@/app/_home/what-a-check-costs'
import { PageFrame } from '@/app/ui/page-frame'
import { PageLink } from '@/app/ui/page-link'
import { isLabOn } from '@/lib/lab/is-lab-on'
import { routes } from '@/lib/routes'
import { getSession, isSessionUnknown } from '@/lib/server/require-session'
import type { Model } from '@/lib/session/models'

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
      <p className="mt-6 max-w-2xl text-lg">
        Three ways to keep a visitor logged in with Next.js. All three run here, and all three can be revoked.{' '}
        <PageLink href={routes.choose} className="link">
          Five questions
        </PageLink>{' '}
        lead to one of them. {isLabOn() && <WhereToWatch />}
        {session && <WhereNext model={session.model} />}
        {!session && ((await isSessionUnknown()) ? unknown : <WhereToBegin />)}
      </p>
      <div className="mt-10 grid gap-5 lg:mt-14 lg:grid-cols-3 lg:gap-y-0">
        <ModelCard model="sealed" nature="Stateless: an encrypted cookie, by iron-session" />
        <ModelCard model="stored" nature="Stateful: a reference to a row, by Prisma" />
        <ModelCard model="signed" nature="A readable token that others can verify, by jose" />
      </div>
      <OneIdea />
      <WhatACheckCosts />
    </PageFrame>
  )
}

const unknown = 'We cannot check just now whether you are logged in. Please try again in a moment.'

function WhereToWatch() {
  return (
    <>
      In the{' '}
      <PageLink href={routes.lab} className="link">
        lab
      </PageLink>{' '}
      you steal your own session, and see when each stops believing the copy.{' '}
    </>
  )
}

function WhereToBegin() {
  return (
    <>
      Take one,{' '}
      <PageLink href={routes.signup} className="link">
        sign up
      </PageLink>{' '}
      or log in, and see which steps checked your request.
    </>
  )
}

function WhereNext({ model }: { model: Model }) {
  return (
    <>
      You are logged in by {model}:{' '}
      <PageLink href={routes.dashboard} className="link">
        your dashboard
      </PageLink>{' '}
      shows which steps checked your request. A login by another one takes its place.
    </>
  )
}
