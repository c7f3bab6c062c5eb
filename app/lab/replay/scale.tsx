import { plural } from '@/app/ui/in-words'
import { publishedBounds } from '@/lib/lab/shared/replay'

interface Props {
  /** Milliseconds. */
  maxAge: number
  /** Seconds. */
  fresh: number
  idle: number
}

/** "7 days", "5 minutes": the largest unit without a remainder. */
function inUnits(seconds: number): string {
  const unit = units.find(({ length }) => seconds % length === 0)
  return plural(seconds / (unit?.length ?? 1), unit?.name ?? 'second')
}

const units = [
  { name: 'day', length: 86_400 },
  { name: 'hour', length: 3600 },
  { name: 'minute', length: 60 },
]

/** How long a copy can work: by the configuration of this deployment, and by what other systems publish. */
export function ReplayScale({ maxAge, fresh, idle }: Props) {
  const ours = [
    { name: 'strict', bound: '0 ms', reason: 'each check asks Redis' },
    { name: 'snapshot', bound: `${maxAge} ms`, reason: 'the local replica of the revocation list is at most as old' },
    { name: 'off', bound: inUnits(fresh), reason: 'no check asks until the credential is renewed' },
    {
      name: 'textbook',
      bound: inUnits(idle),
      reason: 'the stateless baseline: not even a renewal asks. The copy works until its idle timeout',
    },
  ]

  return (
    <section aria-labelledby="scale" className="mt-14">
      <h2 id="scale" className="text-3xl font-semibold">
        How long a stolen copy can work
      </h2>
      <p className="mt-2 max-w-2xl text-ink-soft">
        The longest time from the answer of a revocation to the last accepted request, for this deployment as configured
        and for other systems as published.
      </p>
      <dl className="sheet mt-5 max-w-2xl divide-y divide-rule px-5">
        {ours.map(({ name, bound, reason }) => (
          <Bound key={name} name={name} bound={bound}>
            {reason}
          </Bound>
        ))}
        {publishedBounds.map(({ system, bound }) => (
          <Bound key={system} name={system} bound={inUnits(bound)}>
            published
          </Bound>
        ))}
        <Bound name="a plain JWT" bound="until it expires">
          no check ever asks
        </Bound>
      </dl>
    </section>
  )
}

function Bound({ name, bound, children }: { name: string; bound: string; children: string }) {
  return (
    <div className="grid gap-x-4 py-2 sm:grid-cols-[13rem_8rem_1fr]">
      <dt className="font-semibold">{name}</dt>
      <dd className="font-mono text-sm leading-6 tabular-nums">{bound}</dd>
      <dd className="text-ink-soft">{children}</dd>
    </div>
  )
}
