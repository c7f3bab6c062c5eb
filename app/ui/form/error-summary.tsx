'use client'

import { useEffect, useRef } from 'react'

interface Props {
  sentence: string
  /** Field name to sentence. Each is a link to its field. */
  errors: Readonly<Record<string, string | undefined>>
  /** The answer this is about: a new one takes the focus again. */
  answer: object
}

/** Announced as an alert without JavaScript, and focused with it, so that the keyboard continues from here. */
export function ErrorSummary({ sentence, errors, answer }: Props) {
  const summary = useRef<HTMLDivElement>(null)

  // biome-ignore lint/correctness/useExhaustiveDependencies: a second wrong answer is a new reason to focus.
  useEffect(() => summary.current?.focus(), [answer])

  return (
    <div ref={summary} role="alert" tabIndex={-1} className="border-l-4 border-alert bg-paper px-4 py-3">
      <p className="font-medium">{sentence}</p>
      <ul className="mt-1 empty:hidden">
        {Object.entries(errors).map(([name, error]) => (
          <li key={name}>
            <a href={`#${name}`} className="link">
              {error}
            </a>
          </li>
        ))}
      </ul>
    </div>
  )
}
