/** `late`: good after a delay that the sentence states. `fact`: a figure that is neither good nor bad. */
export type Tone = 'good' | 'late' | 'bad' | 'unknown' | 'fact'

/** A sentence that an experiment concludes from its own numbers. */
export interface Conclusion {
  tone: Tone
  text: string
}

/** A sign, a word and a border: the colour is never the only difference. */
const looks: Readonly<Record<Tone, { sign: string; word: string; look: string }>> = {
  good: { sign: '✓', word: 'good', look: 'border-solid border-ink' },
  late: { sign: '≈', word: 'late', look: 'border-dashed border-alert' },
  bad: { sign: '✗', word: 'bad', look: 'border-double border-alert' },
  unknown: { sign: '?', word: 'no answer', look: 'border-dotted border-field' },
  fact: { sign: '•', word: 'measured', look: 'border-solid border-rule' },
}

interface Props {
  /** Which experiment: names the region. */
  of: string
  conclusions: readonly Conclusion[]
}

export function Conclusions({ of, conclusions }: Props) {
  if (conclusions.length === 0) return null

  return (
    <section aria-label={`Conclusion: ${of}`} className="sheet my-5 max-w-3xl p-4 sm:p-5">
      <p className="font-serif text-2xl font-semibold">What this shows</p>
      <ul className="mt-3 grid gap-3">
        {conclusions.map(({ tone, text }) => (
          <li
            key={text}
            data-tone={tone}
            className={`grid gap-x-3 border-l-6 pl-3 sm:grid-cols-[6.5rem_1fr] ${looks[tone].look}`}
          >
            <span className="font-mono text-sm leading-6 font-semibold whitespace-nowrap">
              <span aria-hidden="true">{looks[tone].sign} </span>
              {looks[tone].word}
            </span>
            <span className="min-w-0">{text}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
