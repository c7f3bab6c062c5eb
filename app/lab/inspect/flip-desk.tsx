'use client'

import { useState } from 'react'
import { concludeFlip } from '@/app/lab/inspect/conclude'
import { flip } from '@/app/lab/inspect/flip'
import { CookieChoice, PositionField } from '@/app/lab/inspect/flip-fields'
import { FlipTable } from '@/app/lab/inspect/flip-table'
import { Section } from '@/app/lab/inspect/section'
import { Conclusions } from '@/app/lab/ui/conclusion'
import { Refusable } from '@/app/lab/ui/refusable'
import type { FlipReport, FlipRequest } from '@/lib/lab/flip'
import { bitsPerCharacter } from '@/lib/lab/words'
import type { CookieSize } from '@/lib/server/lab/inspect-credential'

interface Answered {
  asked: FlipRequest
  /** Or why there is none. */
  report: FlipReport | string
}

export function FlipDesk({ cookies }: { cookies: readonly CookieSize[] }) {
  const [name, setName] = useState(cookies[0]?.name)
  const [position, setPosition] = useState(0)
  const [isBusy, setBusy] = useState(false)
  const [answered, setAnswered] = useState<Answered | null>(null)
  const cookie = cookies.find((one) => one.name === name)
  if (!cookie) return null

  const bits = cookie.length * bitsPerCharacter

  async function turn(wanted: number) {
    if (isBusy || !cookie) return

    const asked = { cookie: cookie.name, position: Math.min(Math.max(0, Math.trunc(wanted) || 0), bits - 1) }
    setPosition(asked.position)
    setBusy(true)
    setAnswered({ asked, report: await flip(asked) })
    setBusy(false)
  }

  return (
    <Section
      id="flip"
      heading="Flip one bit"
      hint="The server turns one bit of your own cookie and shows it, alone, to each layer of this deployment. Your browser keeps the cookie as it is, and nothing is renewed. The last bits of a seal’s authentication code carry nothing: with one of them turned it still opens, which is why a denial names a session and never its bytes."
    >
      <div className="flex flex-wrap items-end gap-4">
        {cookies.length > 1 && <CookieChoice cookies={cookies} chosen={cookie.name} choose={setName} />}
        <PositionField bits={bits} position={position} choose={setPosition} />
        <button type="button" className="button" aria-disabled={isBusy} onClick={() => turn(position)}>
          Flip this bit
        </button>
        <button
          type="button"
          className="button button-quiet"
          aria-disabled={isBusy}
          onClick={() => turn(Math.random() * bits)}
        >
          Flip any bit
        </button>
      </div>
      <p role="status" className="mt-4 min-h-6 font-medium">
        <Refusable word={isBusy ? 'Asking every layer…' : sentenceOf(answered)} />
      </p>
      {answered && typeof answered.report !== 'string' && (
        <>
          <Conclusions of="one flipped bit" conclusions={concludeFlip(answered.report)} />
          <FlipTable report={answered.report} />
        </>
      )}
    </Section>
  )
}

function sentenceOf(answered: Answered | null): string {
  if (!answered) return 'Nothing flipped yet.'
  if (typeof answered.report === 'string') return answered.report

  const { cookie, position } = answered.asked
  const character = Math.floor(position / bitsPerCharacter) + 1
  const refusing = answered.report.rows.filter(({ after }) => after !== null && after !== 'allowed').length
  return `Bit ${position} of ${cookie}, in character ${character}: ${refusing} of ${answered.report.rows.length} layers refused it.`
}
