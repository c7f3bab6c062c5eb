import { resultOf } from '@/app/tokens/call-resource'
import type { StepProps } from '@/app/tokens/desk'
import { ActButton, TokenStep, VerdictStamp } from '@/app/tokens/step'
import { PageLink } from '@/app/ui/page/link'
import { loginPath, routes } from '@/lib/routes'

export function TakeBackStep({ resources, desk, perform }: StepProps) {
  return (
    <TokenStep
      number={3}
      heading="Take it back"
      hint={
        <>
          <p className="font-medium text-ink">
            This ends the session and logs you out in this browser: the cookie is dead, and every token with it.
          </p>
          <p>A copy stays in this page’s memory, so that you can call again and see who still takes it.</p>
        </>
      }
      label="Take it back and log me out"
      danger
      isBusy={desk.busy !== null}
      onPress={() => perform('takeBack')}
      word={desk.words.takeBack}
    >
      {desk.isTakenBack && <Results resources={resources} desk={desk} perform={perform} />}
    </TokenStep>
  )
}

/** Who takes a dead token: nothing but what the calls have shown. */
export function Results({ resources, desk, perform }: StepProps) {
  const found = resources.flatMap(({ id, name }) => {
    const newest = desk.calls.find(({ resource, isAfter }) => resource === id && isAfter)
    return newest ? [{ name, call: newest }] : []
  })

  return (
    <div className="sheet grid justify-items-start gap-4 p-5">
      <h3 className="text-2xl font-semibold">Who still takes it</h3>
      {found.length === 0 && <p>Nobody was asked yet. Calling again presents the very same token as before.</p>}
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
