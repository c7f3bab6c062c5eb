import { publishedBounds } from '@/lib/lab/replay'

interface Props {
  /** Milliseconds. */
  maxAge: number
  /** Seconds. */
  fresh: number
  idle: number
}

/** What can be promised about a copy, here and elsewhere: from the configuration of this deployment, and from what others publish. */
export function Scale({ maxAge, fresh, idle }: Props) {
  const ours = [
    { name: 'strict', bound: '0 ms', reason: 'every check asks Redis' },
    { name: 'snapshot', bound: `${maxAge} ms`, reason: 'a copy of the revocations is no older' },
    { name: 'off', bound: `${fresh} s`, reason: 'nobody is asked until the credential is renewed' },
    { name: 'textbook', bound: `${idle} s`, reason: 'nobody is asked then either; each use would begin it anew' },
  ]

  return (
    <section aria-labelledby="scale" className="mt-14">
      <h2 id="scale" className="text-3xl font-semibold">
        How long at most
      </h2>
      <p className="mt-2 max-w-2xl text-ink-soft">
        From the answer of a revocation to the last request that is still let in, as this deployment is configured, and
        as others publish it.
      </p>
      <dl className="sheet mt-5 max-w-2xl divide-y divide-rule px-5">
        {ours.map(({ name, bound, reason }) => (
          <Bound key={name} name={name} bound={bound}>
            {reason}
          </Bound>
        ))}
        {publishedBounds.map(({ system, bound }) => (
          <Bound key={system} name={system} bound={`${bound} s`}>
            published
          </Bound>
        ))}
        <Bound name="a plain JWT" bound="until it expires">
          nobody is ever asked
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
