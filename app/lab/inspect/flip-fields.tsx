import { useId } from 'react'
import type { CookieSize } from '@/lib/server/lab/inspect-credential'

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
