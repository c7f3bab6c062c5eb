import type { Answers } from '@/app/choose/answers'
import { decide } from '@/app/choose/decide'
import { source } from '@/app/choose/published'
import { reasonsFor } from '@/app/choose/reasons'
import { ModelMark } from '@/app/ui/model-mark'
import { PageLink } from '@/app/ui/page-link'
import { routes } from '@/lib/routes'
import { figures } from '@/lib/server/measured'

/** The model, why, what speaks against it, and which wish it does not fulfil. */
export function Advice({ answers }: { answers: Answers }) {
  const choice = decide(answers)
  const { because, against, unmet } = reasonsFor(answers, choice)

  return (
    <section
      data-model={choice.model}
      aria-labelledby="advice"
      className="sheet mt-8 border-t-4 border-t-model p-5 sm:p-6"
    >
      <h2 id="advice" className="flex flex-wrap items-center gap-x-2.5 text-3xl font-semibold text-model">
        <ModelMark model={choice.model} className="size-7" />
        {choice.model}
        <span className="font-mono text-base font-normal text-ink">REVOCATION_MODE={choice.mode}</span>
      </h2>
      {unmet.length > 0 && <Sentences heading="Which wish it does not fulfil" sentences={unmet} />}
      <Sentences heading="Why" sentences={because} />
      <Sentences heading="What speaks against it" sentences={against} />
      <p className="mt-6 max-w-2xl text-sm text-ink-soft">
        Cost of a check and bytes: <code className="font-mono">docs/bench.json</code>, {figures.date.slice(0, 10)},{' '}
        {figures.machine}. Delays, throughput and Postgres: <code className="font-mono">{source.file}</code>,{' '}
        {source.date}, {source.machine}.
      </p>
      <p className="mt-4">
        <PageLink href={`${routes.choose}?${new URLSearchParams(answers)}`} className="link">
          The address of this answer
        </PageLink>
      </p>
    </section>
  )
}

function Sentences({ heading, sentences }: { heading: string; sentences: readonly string[] }) {
  return (
    <>
      <h3 className="mt-5 text-xl font-semibold">{heading}</h3>
      <ul className="mt-2 grid max-w-3xl list-disc gap-2 pl-5">
        {sentences.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </>
  )
}
