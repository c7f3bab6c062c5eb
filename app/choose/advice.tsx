import type { Answers } from '@/app/choose/answers'
import { decide } from '@/app/choose/answers'
import { publishedSource } from '@/app/choose/published'
import { type Reasons, reasonsFor } from '@/app/choose/reasons'
import { ModelMark } from '@/app/ui/models/pictures'
import { PageLink } from '@/app/ui/page/link'
import { figures } from '@/lib/figures/measured'
import { routes } from '@/lib/routes'

/** As many as are read before the rest is asked for. */
const shown = 3

/** A contradiction first, then what to take and why; what speaks against it, and the sources, on demand. */
export function Advice({ answers }: { answers: Answers }) {
  const choice = decide(answers)
  const reasons = reasonsFor(answers, choice)

  return (
    <section
      data-model={choice.model}
      aria-labelledby="advice"
      className="sheet mt-8 border-t-4 border-t-model p-5 sm:p-6"
    >
      {reasons.conflicts.length > 0 && <Conflicts sentences={reasons.conflicts} />}
      <h2 id="advice" className="flex flex-wrap items-center gap-x-2.5 text-3xl font-semibold text-model">
        <ModelMark model={choice.model} className="size-7" />
        {choice.model}
        <span className="font-mono text-base font-normal text-ink">REVOCATION_MODE={choice.mode}</span>
      </h2>
      <p className="mt-3 max-w-2xl text-lg font-medium">{reasons.advice}</p>
      {reasons.unmet.length > 0 && <Part heading="Which wish it does not fulfil" sentences={reasons.unmet} />}
      <Part heading="Why" sentences={reasons.because.slice(0, shown)} />
      <p className="mt-5">
        <PageLink href={`${routes.login}?${new URLSearchParams({ model: choice.model })}`} className="button">
          Log in with {choice.model}
        </PageLink>
      </p>
      <Rest answers={answers} reasons={reasons} />
    </section>
  )
}

function Conflicts({ sentences }: { sentences: readonly string[] }) {
  return (
    <div className="mb-6 border-l-4 border-alert pl-4">
      <h2 className="text-2xl font-semibold text-alert">Your wishes contradict each other</h2>
      <Sentences sentences={sentences} />
    </div>
  )
}

function Rest({ answers, reasons: { because, against } }: { answers: Answers; reasons: Reasons }) {
  return (
    <details className="mt-4">
      <summary className="link inline-flex min-h-11 cursor-pointer items-center">
        What speaks against it, and where the figures are from
      </summary>
      <Part heading="What speaks against it" sentences={against} />
      {because.length > shown && <Part heading="More reasons" sentences={because.slice(shown)} />}
      <p className="mt-6 max-w-2xl text-sm text-ink-soft">
        Cost of a check and bytes: <code className="font-mono">docs/bench.json</code>, {figures.date.slice(0, 10)},{' '}
        {figures.machine}. Delays, throughput and Postgres: <code className="font-mono">{publishedSource.file}</code>,{' '}
        {publishedSource.date}, {publishedSource.machine}.
      </p>
      <p className="mt-4">
        <PageLink href={`${routes.choose}?${new URLSearchParams(answers)}`} className="link">
          The address of this answer
        </PageLink>
      </p>
    </details>
  )
}

function Part({ heading, sentences }: { heading: string; sentences: readonly string[] }) {
  return (
    <>
      <h3 className="mt-5 text-xl font-semibold">{heading}</h3>
      <Sentences sentences={sentences} />
    </>
  )
}

function Sentences({ sentences }: { sentences: readonly string[] }) {
  return (
    <ul className="mt-2 grid max-w-3xl list-disc gap-2 pl-5">
      {sentences.map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ul>
  )
}
