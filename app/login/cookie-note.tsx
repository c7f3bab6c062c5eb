/** A browser that drops the cookie shows no error: the visitor is just back here. The page cannot tell, so it explains. */
export function CookieNote() {
  return (
    <details className="mt-5 text-ink-soft">
      <summary className="cursor-pointer">Logged in, but sent back here?</summary>
      <p className="mt-2">
        Then this browser did not keep the cookie. It is marked Secure, so it needs HTTPS; on http://localhost most
        browsers make an exception, Safari does not. Use another browser there, or HTTPS, and allow cookies for this
        site.
      </p>
    </details>
  )
}
