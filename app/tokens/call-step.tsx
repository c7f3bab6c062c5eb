import type { Call } from '@/app/tokens/call-resource'
import type { StepProps } from '@/app/tokens/desk'
import type { Resource } from '@/app/tokens/resources'
import { TokenStep, VerdictStamp } from '@/app/tokens/step'

export function CallStep({ resources, desk, perform }: StepProps) {
  const isAlone = resources.length === 1

  return (
    <TokenStep
      number={2}
      heading={isAlone ? 'Use the token' : 'Use the tokens'}
      hint={
        <>
          <p>Each call sends the token that was issued for that service, and no cookie.</p>
          {!isAlone && (
            <p>The first call to another origin takes longer: the browser sends a CORS preflight request first.</p>
          )}
        </>
      }
      label={isAlone ? 'Call the API' : 'Call all three'}
      isBusy={desk.busy !== null}
      onPress={() => perform('call')}
      word={desk.words.call}
    >
      <ul className="grid gap-4">
        {resources.map((resource) => (
          <ResourceCard
            key={resource.id}
            resource={resource}
            calls={desk.calls.filter((call) => call.resource === resource.id)}
          />
        ))}
      </ul>
    </TokenStep>
  )
}

interface Props {
  resource: Resource
  /** Newest first. */
  calls: readonly Call[]
}

export function ResourceCard({ resource: { id, name, address, intention }, calls }: Props) {
  return (
    <li aria-labelledby={`resource-${id}`} className="sheet p-5">
      <div className="flex flex-wrap items-baseline gap-x-4 gap-y-1">
        <h3 id={`resource-${id}`} className="text-2xl font-semibold">
          {name}
        </h3>
        <p className="font-mono text-sm wrap-anywhere text-ink-soft">{address}</p>
      </div>
      <p className="mt-1">{intention}</p>
      {calls.length > 0 && (
        <ol aria-label={`Calls of ${name}, newest first`} className="mt-4 grid gap-3">
          {calls.map((call) => (
            <CallLine key={call.id} call={call} />
          ))}
        </ol>
      )}
    </li>
  )
}

function CallLine({ call: { isAfter, outcome, status, milliseconds, account, challenge } }: { call: Call }) {
  return (
    <li className="border-t border-rule pt-3">
      <p className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <VerdictStamp outcome={outcome} status={status} />
        <span className="max-sm:order-last max-sm:basis-full">
          {isAfter ? 'after the revocation' : 'before the revocation'}
        </span>
        {milliseconds !== null && (
          <span className="ml-auto font-mono text-sm tabular-nums">{milliseconds.toFixed(1)} ms</span>
        )}
      </p>
      <p className="mt-1">{account}</p>
      {challenge && <p className="mt-1 font-mono text-sm wrap-anywhere text-ink-soft">WWW-Authenticate: {challenge}</p>}
    </li>
  )
}
