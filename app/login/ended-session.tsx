import { inWords } from '@/app/ui/in-words'
import { env } from '@/lib/env'
import { type End, findEnd } from '@/lib/server/guards/find-end'

/** @param isAsked that a page which needs a login has sent the visitor here */
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
  `A session ends ${inWords(env().IDLE_SECONDS)} after the last visit, and ${inWords(env().ABSOLUTE_SECONDS)} after the login.`

const sentences: Readonly<Record<End, () => string>> = {
  expired: () => `Your session has expired. ${deadlines()}`,
  logout: () => 'Your session has ended: you have logged out.',
  replaced: () => 'Your session has ended: a newer login in this browser has taken its place.',
  evicted: () =>
    'Your session has ended: your account has reached the highest number of sessions, and a newer login took the place of the oldest.',
  // feature: admin
  revoked: () =>
    'Your session was ended: by a logout, on another device, by a new password, or by an administrator. Please log in again.',
  // end, otherwise: revoked: () => 'Your session was ended: by a logout, on another device, or by a new password. Please log in again.',
}

/** Browsers drop the cookie of a session that has expired, so there may have been one. */
const neededLogin = () =>
  `That page needs a login. If you were logged in before, your session has expired. ${deadlines()}`
