'use client'

import { usePathname } from 'next/navigation'
import { useEffect, useState } from 'react'
import { rememberTyped, restoreTyped } from '@/app/ui/form/typed-values'

/** Fills in again what was typed into a page from before an update, and says so until the form is sent or left. */
export function KeepTyped() {
  const pathname = usePathname()
  const [restoredOn, setRestoredOn] = useState<string | null>(null)

  useEffect(() => {
    // React runs effects twice in development, and the second run finds nothing to restore.
    if (restoreTyped()) setRestoredOn(location.pathname)
    const onSubmit = (event: Event) => {
      rememberTyped(event)
      setRestoredOn(null)
    }
    document.addEventListener('submit', onSubmit, true)
    return () => document.removeEventListener('submit', onSubmit, true)
  }, [])

  return (
    <div role="status">
      {restoredOn === pathname && (
        <p className="sheet fixed inset-x-4 bottom-4 z-10 mx-auto max-w-xl px-4 py-3">
          This page was updated. What you had typed is in the form again; nothing has been sent.
        </p>
      )}
    </div>
  )
}
