import { headers } from 'next/headers'
import { inWords } from '@/app/ui/in-words'
import { env } from '@/lib/env'
import { type End, findEnd } from '@/lib/server/guards/current'

/** @param isAsked whether a page that needs a login redirected the visitor here */
export async function EndedSession({ isAsked }: { isAsked: boolean }) {
  const end = await findEnd()
  if (!end && !isAsked) return null

  return (
    <p role="status" className="my-5 border-l-4 border-ink bg-sheet px-4 py-3 font-medium">
      {end ? sentences[end]() : neededLogin()}
    </p>
  )
}

const deadlines = () =>
  `A session ends ${inWords(env().IDLE_SECONDS)} after the last visit, and ${inWords(env().ABSOLUTE_SECONDS)} after the login. Some sessions end earlier.`

const sentences: Readonly<Record<End, () => string>> = {
  expired: () => `Your session has expired. ${deadlines()}`,
  logout: () => 'Your session has ended: you have logged out.',
  replaced: () => 'Your session has ended: a newer login in this browser replaced it.',
  evicted: () =>
    'Your session has ended: your account had the highest number of sessions, and a newer login ended the oldest one.',
  // feature: admin
  revoked: () =>
    'Your session was ended by a logout, from another device, by a new password or by an administrator. Please log in again.',
  // end, otherwise: revoked: () => 'Your session was ended by a logout, from another device or by a new password. Please log in again.',
}

/** Browsers delete the cookie of an expired session, so the visitor may have had one. */
const neededLogin = () =>
  `That page needs a login. If you were logged in before, your session has expired. ${deadlines()}`

const thisMachine = /^(localhost|127\.0\.0\.1|\[::1\]|.+\.localhost)(:\d+)?$/

/** A warning before the login: at this address the browser would drop our cookies. In development only. */
export async function UnkeptCookies() {
  const { NODE_ENV, PORT } = env()
  const asked = await headers()
  const host = asked.get('x-forwarded-host') ?? asked.get('host') ?? ''
  const isHttps = asked.get('x-forwarded-proto') === 'https'
  if (NODE_ENV !== 'development' || isHttps || thisMachine.test(host)) return null

  return (
    <p role="note" className="sheet mt-6 border-l-4 px-5 py-3">
      You cannot log in at this address: the cookies need HTTPS, and plain HTTP works on this machine only. On this
      machine, open <code>http://localhost:{PORT}</code>. On a phone, forward the port (
      <code>
        adb reverse tcp:{PORT} tcp:{PORT}
      </code>
      ). On another computer, use{' '}
      <code>
        ssh -L {PORT}:localhost:{PORT}
      </code>
      .
    </p>
  )
}

// feature: mail
const afterLink = {
  done: 'Your new password is set, and every session of your account has ended. Log in with it now.',
  restored:
    'Your address is restored, your new password is set, and every session of your account has ended. Log in with them now.',
} as const

/** After a link from a mail. The query decides only which of these sentences is shown. */
export function ResetNote({ reset }: { reset: keyof typeof afterLink }) {
  return (
    <p role="status" className="my-5 border-l-4 border-ink bg-sheet px-4 py-3 font-medium">
      {afterLink[reset]}
    </p>
  )
}
// end
