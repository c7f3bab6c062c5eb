'use client'

import { useEffect, useState } from 'react'
import { plural } from '@/app/ui/in-words'

interface Props {
  /** Seconds since 1970, both by the server's clock. The browser's clock only measures the time since then. */
  until: number
  now: number
  /** A sentence that replaces the countdown once the time has passed. */
  over: string
}

const twoDigits = (n: number) => String(n).padStart(2, '0')

function toWords(left: number): string {
  const days = Math.floor(left / 86_400)
  const clock = [Math.floor(left / 3600) % 24, Math.floor(left / 60) % 60, left % 60].map(twoDigits).join(':')
  return days > 0 ? `${plural(days, 'day')} ${clock}` : clock
}

/** A screen reader does not announce changes of the role `timer`. Hidden without JavaScript, where it would not count. */
export function Countdown({ until, now, over }: Props) {
  const [passed, setPassed] = useState(0)

  useEffect(() => {
    const start = Date.now()
    const timer = setInterval(() => setPassed(Math.floor((Date.now() - start) / 1000)), 1000)
    return () => clearInterval(timer)
  }, [])

  const left = until - now - passed

  return (
    <span
      role="timer"
      className={`block min-h-8 noscript:hidden ${left > 0 ? 'font-mono text-2xl tabular-nums' : 'font-medium'}`}
    >
      {left > 0 ? toWords(left) : over}
    </span>
  )
}
