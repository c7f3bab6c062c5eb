import type { Outcome } from '@/app/tokens/call-resource'

const words: Record<Outcome, string> = { accepted: 'accepted', refused: 'refused', undecided: 'no verdict' }

/** Filled or outlined, and always a word: the colour is never the only sign. */
export function VerdictStamp({ outcome, status }: { outcome: Outcome; status: number | null }) {
  return (
    <span className={`stamp ${outcome === 'accepted' ? 'bg-ink text-paper' : 'text-alert'}`}>
      {status === null ? '' : `${status} `}
      {words[outcome]}
    </span>
  )
}
