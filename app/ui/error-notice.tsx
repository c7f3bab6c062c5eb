'use client'

import { unstable_isUnrecognizedActionError } from 'next/navigation'
import { Notice } from '@/app/ui/notice'
import { reloadWithTyped } from '@/app/ui/typed-values'

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
  const away = digest === 'unavailable'

  return (
    <div role="alert">
      <Notice
        stamp={away ? 'COUNTER CLOSED' : 'DAMAGED'}
        heading={away ? 'We cannot check your session just now' : 'Something broke on our side'}
      >
        <p>
          {away
            ? 'A store that we need did not answer. That logs nobody out, and nothing was changed. Please try again in a moment.'
            : 'This page could not be shown. Trying again often helps; if it does not, the reference below tells us where to look.'}
        </p>
        {digest && (
          <p className="text-sm text-ink-soft">
            Reference: <span className="font-mono">{digest}</span>
          </p>
        )}
        <button type="button" onClick={retry} className="button">
          Try again
        </button>
      </Notice>
    </div>
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
