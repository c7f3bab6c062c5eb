import type { Answers } from '@/app/choose/answers'
import { decide } from '@/app/choose/answers'
import type { Messages } from '@/app/choose/messages'
import { postgresSource } from '@/app/choose/published'
import { type Reasons, reasonsFor } from '@/app/choose/reasons'
import { Filled, fill } from '@/app/ui/fill'
import { ModelMark } from '@/app/ui/models/mark'
import { PageLink } from '@/app/ui/page/link'
import { claimFigures, figures } from '@/lib/figures/measured'
import { routes } from '@/lib/routes'

/** As many as are read before the rest is asked for. */
const shown = 3

interface Props {
  answers: Answers
  t: Messages
}

/** A contradiction first, then what to take and why. Disadvantages and sources are there on demand. */
export function Advice({ answers, t }: Props) {
  const choice = decide(answers)
  const reasons = reasonsFor(answers, choice, t)

  return (
    <section
      data-model={choice.model}
      aria-labelledby="advice"
      className="sheet mt-8 border-t-4 border-t-model p-5 sm:p-6"
    >
      {reasons.conflicts.length > 0 && (
        <div className="mb-6 border-l-4 border-alert pl-4">
          <h2 className="text-2xl font-semibold text-alert">{t.answer.conflicts}</h2>
          <Sentences sentences={reasons.conflicts} />
        </div>
      )}
      <h2 id="advice" className="flex flex-wrap items-center gap-x-2.5 text-3xl font-semibold text-model">
        <ModelMark model={choice.model} className="size-7" />
        {choice.model}
        <span className="font-mono text-base font-normal text-ink">REVOCATION_MODE={choice.mode}</span>
      </h2>
      <p className="mt-3 max-w-2xl text-lg font-medium">{reasons.advice}</p>
      {reasons.unmet.length > 0 && <Part heading={t.answer.unmet} sentences={reasons.unmet} />}
      <Part heading={t.answer.why} sentences={reasons.because.slice(0, shown)} />
      <p className="mt-5">
        <PageLink href={`${routes.login}?${new URLSearchParams({ model: choice.model })}`} className="button">
          {fill(t.answer.logIn, { model: choice.model })}
        </PageLink>
      </p>
      <Rest answers={answers} reasons={reasons} t={t} />
    </section>
  )
}

function Rest({ answers, reasons: { because, against }, t: { answer } }: Props & { reasons: Reasons }) {
  return (
    <details className="mt-4">
      <summary className="link inline-flex min-h-11 cursor-pointer items-center">{answer.more}</summary>
      <Part heading={answer.against} sentences={against} />
      {because.length > shown && <Part heading={answer.moreReasons} sentences={because.slice(shown)} />}
      <p className="mt-6 max-w-2xl text-sm text-ink-soft">
        <Filled text={answer.sources} values={sources} />
      </p>
      <p className="mt-4">
        <PageLink href={`${routes.choose}?${new URLSearchParams(answers)}`} className="link">
          {answer.link}
        </PageLink>
      </p>
    </details>
  )
}

const sources = {
  bench: <code className="font-mono">docs/bench.json</code>,
  benchDate: figures.date.slice(0, 10),
  benchMachine: figures.machine,
  claims: <code className="font-mono">docs/claims.json</code>,
  claimsDate: claimFigures.date.slice(0, 10),
  claimsMachine: claimFigures.machine,
  postgres: <code className="font-mono">{postgresSource.file}</code>,
  postgresDate: postgresSource.date,
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
