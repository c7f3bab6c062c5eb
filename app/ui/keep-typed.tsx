'use client'

import { useEffect, useState } from 'react'
import { rememberTyped, restoreTyped } from '@/app/ui/typed-values'

/** Fills in again what was typed into a page from before an update, and says so. */
export function KeepTyped() {
  const [isRestored, setRestored] = useState(false)

  useEffect(() => {
    setRestored(restoreTyped())
    document.addEventListener('submit', rememberTyped, true)
    return () => document.removeEventListener('submit', rememberTyped, true)
  }, [])

  return (
    <div role="status">
      {isRestored && (
        <p className="sheet fixed inset-x-4 bottom-4 z-10 mx-auto max-w-xl px-4 py-3">
          This page was updated. What you had typed is in the form again; nothing has been sent.
        </p>
      )}
    </div>
  )
}
