// model: several (this file)
import type { Messages } from '@/app/_home/messages'
import { Filled } from '@/app/ui/fill'

/** The steps and the results have their names in lib/session/check.ts. */
const stepsOf = (t: Messages['idea']) => [
  { name: 'open', asks: t.open, result: 'anonymous' },
  { name: 'deadlines', asks: t.deadlines, result: 'anonymous' },
  { name: 'revoked?', asks: t.revoked, result: 'revoked' },
  { name: 'fresh?', asks: t.fresh, result: 'renewable' },
]

interface StepProps {
  number: number
  step: ReturnType<typeof stepsOf>[number]
  otherwise: string
}

function Step({ number, step, otherwise }: StepProps) {
  return (
    <li>
      <h3>
        <span>{number} </span>
        {step.name}
      </h3>
      <p>{step.asks}</p>
      <p>
        {otherwise}
        <span className="arrow" />
        <span className="stamp">{step.result}</span>
      </p>
    </li>
  )
}

/** The five lines of lib/session/check.ts, drawn. */
export function OneIdea({ t: { idea: t } }: { t: Messages }) {
  return (
    <section aria-labelledby="one-idea" className="mt-16 sm:mt-20">
      <h2 id="one-idea" className="text-3xl font-semibold">
        {t.heading}
      </h2>
      <p className="mt-2 max-w-2xl text-ink-soft">{t.purpose}</p>
      <ol className="steps">
        {stepsOf(t).map((step, index) => (
          <Step key={step.name} number={index + 1} step={step} otherwise={t.otherwise} />
        ))}
        <li>
          <span className="stamp">allowed</span>
        </li>
      </ol>
      <p className="mt-8 max-w-2xl text-ink-soft">
        <Filled text={t.outcomes} values={results} />
      </p>
    </section>
  )
}

const results = {
  renewable: <b className="font-medium text-ink">renewable</b>,
  unavailable: <b className="font-medium text-ink">unavailable</b>,
}
