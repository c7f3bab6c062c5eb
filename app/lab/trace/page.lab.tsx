import type { Metadata } from 'next'
import { TraceDesk } from '@/app/lab/trace/trace-desk'
import { meanings } from '@/app/lab/trace/words'
import { LabFrame } from '@/app/lab/ui/lab-frame'
import { env } from '@/lib/env'
import { requireLab } from '@/lib/lab/server/require-lab'
import { getSession } from '@/lib/server/guards/require-session'
import { otherService } from '@/lib/server/tokens/answer-token'

export const metadata: Metadata = { title: 'Trace' }

export default async function TracePage() {
  requireLab()

  return (
    <LabFrame
      session={await getSession()}
      heading="Trace a check"
      summary="See which steps check a request, where they run, and how long each takes."
      method="Each button sends a real request with the cookies of this browser. The answer lists the steps of its check with their times. Nothing is estimated."
    >
      <TraceDesk service={otherService()} isDevelopment={env().NODE_ENV === 'development'} />
      <section aria-labelledby="steps" className="mt-12">
        <h2 id="steps" className="text-3xl font-semibold">
          What the steps are
        </h2>
        <dl className="mt-4 max-w-3xl">
          {meanings.map(([name, meaning]) => (
            <div key={name} className="grid gap-x-4 border-t border-rule py-2 sm:grid-cols-[9rem_1fr]">
              <dt className="font-mono text-sm font-semibold">{name}</dt>
              <dd className="text-ink-soft">{meaning}</dd>
            </div>
          ))}
        </dl>
        <p className="mt-4 max-w-2xl text-ink-soft">
          Each lane begins at its own zero, and both have the same scale. A gap between two bars is time in which the
          process did other work. The time between the edge and the server, and between them and this browser, is part
          of the wait, but of no lane.
        </p>
      </section>
    </LabFrame>
  )
}
