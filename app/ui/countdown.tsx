'use client'

import { useEffect, useState } from 'react'
import { plural } from '@/app/ui/in-words'

interface Props {
  /** Seconds since 1970, both by the server's clock: the browser's is only asked how much time has passed. */
  until: number
  now: number
  /** A sentence that takes the place of the countdown once the time has passed. */
  over: string
}

const twoDigits = (n: number) => String(n).padStart(2, '0')

function toWords(left: number): string {
  const days = Math.floor(left / 86_400)
  const clock = [Math.floor(left / 3600) % 24, Math.floor(left / 60) % 60, left % 60].map(twoDigits).join(':')
  return days > 0 ? `${plural(days, 'day')} ${clock}` : clock
}

/** `timer` is a quiet role: a screen reader reads it when asked, not every second. Without scripts it would stand still. */
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
