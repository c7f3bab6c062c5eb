const steps = [
  { name: 'open', asks: 'Is it our own bytes, made for this purpose?', otherwise: 'anonymous' },
  { name: 'deadlines', asks: 'Is there time left, idle and absolute?', otherwise: 'anonymous' },
  {
    name: 'revoked?',
    asks: 'Was this session revoked, or all sessions of the user or of the site?',
    otherwise: 'revoked',
  },
  { name: 'fresh?', asks: 'Is it minutes old at most, and access unchanged since?', otherwise: 'renewable' },
] as const

/** The rail: to the left of the steps on narrow screens, above them on wide ones. */
const rail = 'relative border-l-2 border-ink pl-5 lg:border-t-2 lg:border-l-0 lg:pt-5 lg:pl-0'
const station =
  'before:absolute before:size-3 before:border-2 before:border-ink before:bg-paper before:top-1.5 before:-left-[7px] lg:before:-top-[7px] lg:before:left-0'

function Step({ number, step }: { number: number; step: (typeof steps)[number] }) {
  return (
    <li className={`flex flex-col gap-2 pb-8 lg:pb-0 ${rail} ${station}`}>
      <h3 className="font-mono text-base">
        <span className="text-ink-soft">{number} </span>
        {step.name}
      </h3>
      <p className="grow lg:pr-6">{step.asks}</p>
      <p className="flex items-center gap-2 text-sm text-ink-soft">
        otherwise
        <svg viewBox="0 0 16 16" className="size-4 shrink-0 stroke-field" aria-hidden="true">
          <path fill="none" strokeWidth="1.5" d="M2 8h11M9 4l4 4-4 4" />
        </svg>
        <span className="stamp text-ink">{step.otherwise}</span>
      </p>
    </li>
  )
}

/** The five lines of lib/session/check.ts, drawn. */
export function OneIdea() {
  return (
    <section aria-labelledby="one-idea" className="mt-16 sm:mt-20">
      <h2 id="one-idea" className="text-3xl font-semibold">
        One check for all models
      </h2>
      <p className="mt-2 max-w-2xl text-ink-soft">
        Only the first step differs from model to model. The middleware runs the check early. Every protected page,
        action and API route runs it again, and that check decides.
      </p>
      <ol className="mt-8 grid lg:grid-cols-[repeat(4,1fr)_auto]">
        {steps.map((step, index) => (
          <Step key={step.name} number={index + 1} step={step} />
        ))}
        <li className={`${rail} ${station}`}>
          <span className="stamp bg-ink text-paper">allowed</span>
        </li>
      </ol>
      <p className="mt-8 max-w-2xl text-ink-soft">
        A <b className="font-medium text-ink">renewable</b> credential is renewed during the request: the user stays
        logged in, and no form is lost. While a store cannot be reached, the answer is{' '}
        <b className="font-medium text-ink">unavailable</b>: the cookie stays, and the user stays logged in.
      </p>
    </section>
  )
}
