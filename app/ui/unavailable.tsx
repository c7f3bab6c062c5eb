import type { ReactNode } from 'react'
import { Notice } from '@/app/ui/notice'

/** What a page says while a store is unavailable, whether the middleware has found out or the page. @param children how to try again */
export function Unavailable({ children }: { children: ReactNode }) {
  return (
    <Notice stamp="COUNTER CLOSED" heading="We cannot check your session just now">
      <p>
        A store that we need did not answer. You are not logged out by this, and nothing was changed. Please try again
        in a moment.
      </p>
      {children}
    </Notice>
  )
}
