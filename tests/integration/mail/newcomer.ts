import { askPostgres } from '@/lib/db/client'
import { type LoginAnswer, logIn } from '@/lib/server/account/log-in'
import type { IssuedCookie } from '@/lib/session/cookies'
import type { Model } from '@/lib/session/models'
import { nowInSeconds } from '@/lib/time'
import { newPerson, password } from '@/tests/integration/support/person'
import { client, present } from '@/tests/integration/support/session'
import { anyModel } from '@/tests/support/models'

/** An account that is so old that its first login is reported too. */
export async function oldPerson() {
  const person = await newPerson()
  await makeOld(person.userId)
  return person
}

export const makeOld = (userId: string) =>
  askPostgres(
    (database) => database.$executeRaw`
      UPDATE "User" SET "createdAt" = "createdAt" - INTERVAL '2 days' WHERE id = ${userId}`,
  )

interface Attempt {
  model?: Model
  typed?: string
  device?: string | null
  from?: { ip: string | null; userAgent: string | null }
}

/** A login by the form, in a browser without a session. */
export const logInAs = ({ email }: { email: string }, attempt: Attempt = {}): Promise<LoginAnswer> => {
  const { model = anyModel, typed = password, device = null, from = client } = attempt
  return logIn({ email, password: typed, model, presented: present([]), client: from, device }, nowInSeconds())
}

/** The cookies of the new session. */
export function sessionOf(answer: LoginAnswer): readonly IssuedCookie[] {
  if (answer.outcome !== 'logged_in') throw new Error(answer.outcome)
  return answer.cookies.filter(({ name, attributes }) => attributes.maxAge !== 0 && name !== '__Host-device')
}

/** Moves the mails about logins of an account into the past. */
export const ageNotices = (userId: string, hours: number) =>
  askPostgres(
    (database) => database.$executeRaw`
      UPDATE "LoginNotice" SET at = at - make_interval(hours => ${hours}::int),
        "expiresAt" = "expiresAt" - make_interval(hours => ${hours}::int)
      WHERE "userId" = ${userId}`,
  )
