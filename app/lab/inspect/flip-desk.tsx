'use client'

import { useId, useState } from 'react'
import { concludeFlip } from '@/app/lab/inspect/conclude'
import { InspectSection } from '@/app/lab/inspect/section'
import { Conclusions } from '@/app/lab/ui/conclusion'
import { Refusable } from '@/app/lab/ui/refusable'
import { sayRefusal } from '@/app/lab/ui/say-refusal'
import type { CookieSize } from '@/lib/lab/server/inspect-credential'
import { FlipReport, type FlipRequest } from '@/lib/lab/shared/flip'
import { bitsPerCharacter, type Layer } from '@/lib/lab/shared/words'

interface Answered {
  asked: FlipRequest
  /** Or a sentence: why there is no report. */
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
    <InspectSection
      id="flip"
      heading="Flip one bit"
      hint="The server flips one bit of your own cookie and sends only this cookie to each layer of this deployment. The cookie in your browser does not change, and nothing is renewed. anonymous means that the cookie opens no session. A cookie of iron-session ends in an authentication code and a version (~2): the last bits of the code carry no data, and the version is ignored. With one of these bits flipped, the cookie still opens. For that reason a revocation names the session id, not the bytes of the cookie."
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
          Flip a random bit
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
    </InspectSection>
  )
}

function sentenceOf(answered: Answered | null): string {
  if (!answered) return 'No bit flipped yet.'
  if (typeof answered.report === 'string') return answered.report

  const { cookie, position } = answered.asked
  const character = Math.floor(position / bitsPerCharacter) + 1
  const refusing = answered.report.rows.filter(({ after }) => after !== null && after !== 'allowed').length
  return `Bit ${position} of ${cookie}, in character ${character}: ${refusing} of ${answered.report.rows.length} layers refused it.`
}

/** @returns the verdicts of the layers, or a sentence: why there are none */
export async function flip(asked: FlipRequest): Promise<FlipReport | string> {
  try {
    const response = await fetch('/api/lab/flip', { method: 'POST', body: JSON.stringify(asked) })
    return response.ok ? FlipReport.parse(await response.json()) : sayRefusal(response.status)
  } catch {
    return sayRefusal(0)
  }
}

interface ChoiceProps {
  cookies: readonly CookieSize[]
  chosen: string
  choose: (name: CookieSize['name']) => void
}

export function CookieChoice({ cookies, chosen, choose }: ChoiceProps) {
  const id = useId()
  return (
    <div>
      <label htmlFor={id} className="mb-1 block font-medium">
        Cookie
      </label>
      <select
        id={id}
        className="input"
        value={chosen}
        onChange={({ target }) => {
          const found = cookies.find(({ name }) => name === target.value)
          if (found) choose(found.name)
        }}
      >
        {cookies.map(({ name }) => (
          <option key={name}>{name}</option>
        ))}
      </select>
    </div>
  )
}

interface FieldProps {
  bits: number
  position: number
  choose: (position: number) => void
}

export function PositionField({ bits, position, choose }: FieldProps) {
  const id = useId()
  return (
    <div>
      <label htmlFor={id} className="mb-1 block font-medium">
        Bit, from 0 to {bits - 1}
      </label>
      <input
        id={id}
        type="number"
        className="input"
        min={0}
        max={bits - 1}
        value={position}
        onChange={({ target }) => choose(Number(target.value))}
      />
    </div>
  )
}

const names: Readonly<Record<Layer, string>> = {
  edge: 'Edge',
  page: 'Page',
  action: 'Action',
  handler: 'Route handler',
}

type Verdict = FlipReport['rows'][number]['after']

export function FlipTable({ report: { rows } }: { report: FlipReport }) {
  return (
    <table className="mt-2 w-full max-w-2xl">
      <thead>
        <tr>
          {['Layer', 'Unchanged', 'One bit flipped'].map((name) => (
            <th key={name} scope="col" className="py-1.5 pr-3 text-left font-semibold">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ layer, before, after }) => (
          <tr key={layer} className="border-t border-rule">
            <th scope="row" className="py-2 pr-3 text-left font-normal">
              {names[layer]}
            </th>
            <td className="py-2 pr-3">
              <Stamp verdict={before} />
            </td>
            <td className="py-2">
              <Stamp verdict={after} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** Filled or outlined, with a word: the colour is never the only sign. */
function Stamp({ verdict }: { verdict: Verdict }) {
  const look = verdict === 'allowed' ? 'bg-ink text-paper' : 'text-alert'
  return <span className={`stamp ${look}`}>{verdict ?? 'no answer'}</span>
}
