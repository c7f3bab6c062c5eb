'use client'

import { unstable_isUnrecognizedActionError } from 'next/navigation'
import type { ReactNode } from 'react'
import { reloadWithTyped } from '@/app/ui/form/keep-typed'
import { Notice, Unavailable } from '@/app/ui/page/notice'

/** In production React passes on only the digest of a server error. */
function toDigest(error: unknown): string | null {
  if (typeof error !== 'object' || error === null || !('digest' in error)) return null
  return typeof error.digest === 'string' ? error.digest : null
}

interface Props {
  error: unknown
  retry: () => void
}

export function ErrorNotice({ error, retry }: Props) {
  if (unstable_isUnrecognizedActionError(error)) return <OldPage />

  const digest = toDigest(error)
  const again = (
    <button type="button" onClick={retry} className="button">
      Try again
    </button>
  )
  return (
    <div role="alert">
      {digest === 'unavailable' ? <Unavailable>{again}</Unavailable> : <Broken digest={digest}>{again}</Broken>}
    </div>
  )
}

/** @param digest the error's id in the log; null for an error in the browser */
function Broken({ digest, children }: { digest: string | null; children: ReactNode }) {
  return (
    <Notice stamp="DAMAGED" heading="Something went wrong on our side">
      <p>
        This page could not be shown. Please try again.
        {digest && ' If it fails again, please contact us with the reference below.'}
      </p>
      {digest && (
        <p className="text-sm text-ink-soft">
          Reference: <span className="font-mono">{digest}</span>
        </p>
      )}
      {children}
    </Notice>
  )
}

/** The server knows only the actions of its own build, and a tab may be older than a deployment. */
function OldPage() {
  return (
    <div role="alert">
      <Notice stamp="UPDATED" heading="This page is from before an update">
        <p>
          The application was updated while this page was open. Nothing was changed. Please load the page again, then
          send the form again.
        </p>
        <button type="button" onClick={reloadWithTyped} className="button">
          Load the page again
        </button>
      </Notice>
    </div>
  )
}
