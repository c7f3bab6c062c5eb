'use client'

import { resultOf } from '@/app/tokens/call-resource'
import { CallStep } from '@/app/tokens/call-step'
import { ClaimList } from '@/app/tokens/claim-list'
import type { HeldToken, StepProps } from '@/app/tokens/desk'
import { resourcesOf } from '@/app/tokens/resources'
import { ActButton, TokenStep, VerdictStamp } from '@/app/tokens/step'
import { useDesk } from '@/app/tokens/use-desk'
import { Countdown } from '@/app/ui/countdown'
import { PageLink } from '@/app/ui/page/link'
import { loginPath, routes } from '@/lib/routes'

interface Props {
  /** The audience of the other service, or null where there is none. */
  service: string | null
  /** The account that the page was rendered for. */
  userId: string
}

export function TokenDesk({ service, userId }: Props) {
  const resources = resourcesOf(service)
  const { desk, perform } = useDesk(resources, userId)
  const parts = { resources, desk, perform }

  return (
    <div className="grid gap-12 sm:gap-16">
      <GetStep {...parts} />
      <CallStep {...parts} />
      <TakeBackStep {...parts} />
    </div>
  )
}

function GetStep({ resources, desk, perform }: StepProps) {
  const isAlone = resources.length === 1

  return (
    <TokenStep
      number={1}
      heading={isAlone ? 'Get a token' : 'Get tokens'}
      hint={
        <p>
          {isAlone ? 'You get it for your session cookie. It stays' : 'You get them for your session cookie. They stay'}{' '}
          in the memory of this page only, until you leave the page.
        </p>
      }
      label={isAlone ? 'Get a token' : 'Get the tokens'}
      isBusy={desk.busy !== null}
      onPress={() => perform('get')}
      word={desk.words.get}
    >
      {desk.tokens.length > 0 && <TokenSheet tokens={desk.tokens} />}
    </TokenStep>
  )
}

/** The contents of the tokens, without their signatures: what is shown cannot be used as a token. */
function TokenSheet({ tokens }: { tokens: readonly HeldToken[] }) {
  return (
    <div className="sheet p-5">
      <dl className="grid gap-5 sm:grid-cols-2">
        {tokens.map(({ audience, raw, expiresIn, receivedAt }) => (
          <div key={audience}>
            <dt className="wrap-anywhere text-ink-soft">{nameOf(audience)}</dt>
            <dd>
              <Countdown key={receivedAt} until={expiresIn} now={0} over="This token has expired." />
              <span className="text-sm text-ink-soft">until it expires; {raw.length} bytes</span>
            </dd>
          </div>
        ))}
      </dl>
      <ClaimList tokens={tokens} />
    </div>
  )
}

const nameOf = (audience: string | null) => `For ${audience === null ? 'our own API' : new URL(audience).host}`

function TakeBackStep({ resources, desk, perform }: StepProps) {
  return (
    <TokenStep
      number={3}
      heading={resources.length === 1 ? 'Revoke the token' : 'Revoke the tokens'}
      hint={
        <>
          <p className="font-medium text-ink">
            This revokes the session, with its cookie and all its tokens. You are logged out in this browser.
          </p>
          <p>
            This page keeps the tokens in memory, so that you can call again and see which service still accepts them.
          </p>
        </>
      }
      label="Revoke and log me out"
      danger
      isBusy={desk.busy !== null}
      onPress={() => perform('takeBack')}
      word={desk.words.takeBack}
    >
      {desk.isTakenBack && <Results resources={resources} desk={desk} perform={perform} />}
    </TokenStep>
  )
}

/** Which services accept a revoked token, as the calls have shown. */
function Results({ resources, desk, perform }: StepProps) {
  const found = resources.flatMap(({ id, name }) => {
    const newest = desk.calls.find(({ resource, isAfter }) => resource === id && isAfter)
    return newest ? [{ name, call: newest }] : []
  })

  return (
    <div className="sheet grid justify-items-start gap-4 p-5">
      <h3 className="text-2xl font-semibold">Who still accepts it</h3>
      {found.length === 0 && <p>No service was called yet. “Call again” sends the same tokens as before.</p>}
      {found.length > 0 && (
        <dl className="grid w-full gap-x-6 gap-y-1 sm:grid-cols-[7rem_1fr] sm:gap-y-3">
          {found.map(({ name, call }) => (
            <div key={name} className="contents">
              <dt className="font-semibold max-sm:mt-2">{name}</dt>
              <dd>
                <VerdictStamp outcome={call.outcome} status={call.status} />
                <p className="mt-1">{resultOf(call)}</p>
              </dd>
            </div>
          ))}
        </dl>
      )}
      <div className="flex flex-wrap items-center gap-x-5 gap-y-2">
        <ActButton quiet isBusy={desk.busy !== null} onPress={() => perform('call')}>
          Call again
        </ActButton>
        <PageLink href={loginPath(routes.tokens)} className="link flex min-h-11 items-center">
          Log in again
        </PageLink>
      </div>
    </div>
  )
}
