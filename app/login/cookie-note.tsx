import { headers } from 'next/headers'
import { env } from '@/lib/env'

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

const thisMachine = /^(localhost|127\.0\.0\.1|\[::1\]|.+\.localhost)(:\d+)?$/

/** Before the form is sent: at this address a browser drops our cookies, and a login would lead back here. In development only. */
export async function UnkeptCookies() {
  const { NODE_ENV, PORT } = env()
  const asked = await headers()
  const host = asked.get('x-forwarded-host') ?? asked.get('host') ?? ''
  const isHttps = asked.get('x-forwarded-proto') === 'https'
  if (NODE_ENV !== 'development' || isHttps || thisMachine.test(host)) return null

  return (
    <p role="note" className="sheet mt-6 border-l-4 px-5 py-3">
      This browser will not keep a session at this address: the cookies need HTTPS, and plain HTTP is enough on this
      machine alone. Open <code>http://localhost:{PORT}</code> here. On a phone, forward the port (
      <code>
        adb reverse tcp:{PORT} tcp:{PORT}
      </code>
      ); from another computer,{' '}
      <code>
        ssh -L {PORT}:localhost:{PORT}
      </code>
      .
    </p>
  )
}
