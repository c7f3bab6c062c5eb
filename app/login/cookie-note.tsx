'use client'

/**
 * A browser that drops the cookie shows no error: the visitor is back on this page, which cannot detect why.
 * A client component, so that the answer has this text once: the client renders it from its own script.
 */
export function CookieNote() {
  return (
    <details className="mt-5 text-ink-soft">
      <summary className="cursor-pointer">Have you logged in, but see this page again?</summary>
      <p className="mt-2">
        Then this browser did not store our cookie. Allow cookies for this site, and open it over HTTPS. On
        http://localhost most browsers accept the cookie without HTTPS. Safari does not: use another browser there.
      </p>
    </details>
  )
}
