import type { ReactNode } from 'react'
import type { Word } from '@/app/tokens/ask'
import type { CallOutcome } from '@/app/tokens/call-resource'
import { PageLink } from '@/app/ui/page/link'
import { loginPath, routes } from '@/lib/routes'

interface Props {
  number: number
  heading: string
  hint: ReactNode
  /** The text of the button. */
  label: string
  danger?: boolean
  isBusy: boolean
  onPress: () => void
  word: Word
  /** The result. */
  children?: ReactNode
}

export function TokenStep({ number, heading, hint, label, danger = false, isBusy, onPress, word, children }: Props) {
  const headingId = `step-${number}`

  return (
    <section
      aria-labelledby={headingId}
      className="grid gap-5 border-t-2 border-model pt-4 md:grid-cols-[18rem_1fr] md:gap-8"
    >
      <div>
        <h2 id={headingId} className="text-3xl font-semibold">
          <span className="text-model">{number}.</span> {heading}
        </h2>
        <div className="mt-2 grid gap-2 text-ink-soft">{hint}</div>
      </div>
      <div className="grid min-w-0 content-start gap-5">
        <div className="flex flex-wrap items-center gap-x-5 gap-y-2">
          <ActButton danger={danger} isBusy={isBusy} onPress={onPress}>
            {label}
          </ActButton>
          <Said word={word} />
        </div>
        {children}
      </div>
    </section>
  )
}

/** Always rendered, so that a screen reader announces its text. */
function Said({ word: { text, isAlert, mustLogIn } }: { word: Word }) {
  return (
    <p role="status" className={`font-medium empty:sr-only ${isAlert ? 'text-alert' : ''}`}>
      {text}
      {mustLogIn && (
        <>
          {' '}
          <PageLink href={loginPath(routes.tokens)} className="link text-ink">
            Log in again
          </PageLink>
        </>
      )}
    </p>
  )
}

interface ActButtonProps {
  quiet?: boolean
  danger?: boolean
  isBusy: boolean
  onPress: () => void
  children: ReactNode
}

/** `aria-disabled` rather than `disabled`, so that the button keeps the focus while the request runs. */
export function ActButton({ quiet = false, danger = false, isBusy, onPress, children }: ActButtonProps) {
  return (
    <button
      type="button"
      aria-disabled={isBusy}
      onClick={onPress}
      className={`button ${quiet ? 'button-quiet' : ''} ${danger ? 'button-danger' : ''}`}
    >
      {children}
    </button>
  )
}

const words: Record<CallOutcome, string> = { accepted: 'accepted', refused: 'refused', undecided: 'no verdict' }

/** Filled or outlined, with a word: the colour is never the only sign. */
export function VerdictStamp({ outcome, status }: { outcome: CallOutcome; status: number | null }) {
  return (
    <span className={`stamp ${outcome === 'accepted' ? 'bg-ink text-paper' : 'text-alert'}`}>
      {status === null ? '' : `${status} `}
      {words[outcome]}
    </span>
  )
}
