'use client'

import { unstable_isUnrecognizedActionError } from 'next/navigation'
import type { ReactNode } from 'react'
import { reloadWithTyped } from '@/app/ui/form/typed-values'
import { Notice, Unavailable } from '@/app/ui/page/notice'

/** React keeps the digest, and in production nothing else, of an error that comes from the server. */
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

/** @param digest by which the log names the error; null for an error of the browser */
function Broken({ digest, children }: { digest: string | null; children: ReactNode }) {
  return (
    <Notice stamp="DAMAGED" heading="Something broke on our side">
      <p>
        This page could not be shown. Trying again often helps
        {digest ? '; if it does not, the reference below tells us where to look.' : '.'}
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

/** The server knows the forms of its own build alone, and a tab may be older than a deploy. */
function OldPage() {
  return (
    <div role="alert">
      <Notice stamp="UPDATED" heading="This page is from before an update">
        <p>
          The application was updated while this page was open. Nothing was sent or changed. Load the page again and
          send the form once more.
        </p>
        <button type="button" onClick={reloadWithTyped} className="button">
          Load the page again
        </button>
      </Notice>
    </div>
  )
}
