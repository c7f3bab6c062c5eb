import { generate } from 'otplib'
import { askPostgres } from '@/lib/db/client'
import { logIn } from '@/lib/server/account/log-in'
import { answerChallenge } from '@/lib/server/second-factor/log-in'
import { hashRecoveryCode, newRecoveryCodes } from '@/lib/server/second-factor/recovery-codes'
import { newTotpSecret, sealSecret } from '@/lib/server/second-factor/totp'
import type { IssuedCookie } from '@/lib/session/cookies'
import type { Model } from '@/lib/session/models'
import { newPerson, password } from '@/tests/integration/support/person'
import { client, present } from '@/tests/integration/support/session'

/** What the app of the user shows. */
export const codeAt = (secret: string, now: number): Promise<string> => generate({ secret, epoch: now })

/** Six digits that no step near this time has. */
export async function wrongCodeAt(secret: string, now: number): Promise<string> {
  const near = await Promise.all([-60, -30, 0, 30, 60].map((seconds) => codeAt(secret, now + seconds)))
  return ['000000', '111111', '222222', '333333', '444444', '555555'].find((code) => !near.includes(code)) ?? ''
}

/** A user with an app and recovery codes, whose last code was used long ago. */
export async function newProtectedPerson() {
  const person = await newPerson()
  return { ...person, ...(await protect(person.userId)) }
}

export async function protect(userId: string): Promise<{ secret: string; recoveryCodes: readonly string[] }> {
  const secret = newTotpSecret()
  const recoveryCodes = newRecoveryCodes()
  const sealed = await sealSecret(userId, secret)
  await askPostgres(async ({ totp, recoveryCode }) => {
    await totp.create({ data: { userId, secret: sealed, lastStep: 0 } })
    await recoveryCode.createMany({ data: recoveryCodes.map((code) => ({ userId, codeHash: hashRecoveryCode(code) })) })
  })
  return { secret, recoveryCodes }
}

export const browser = { client, device: null }

/** The challenge of a browser that has entered the right password. */
export async function challengeFor(email: string, model: Model, now: number): Promise<string> {
  const answer = await logIn({ email, password, model, presented: present([]), ...browser }, now)
  const [cookie] = answer.outcome === 'challenged' ? answer.cookies : []
  if (!cookie) throw new Error(`not challenged: ${answer.outcome}`)
  return cookie.value
}

export const answer = (challenge: string | null, code: string, now: number, held: readonly IssuedCookie[] = []) =>
  answerChallenge({ challenge, code, presented: present(held), ...browser }, now)

type Answer = Awaited<ReturnType<typeof answer>>

/** The cookies that a browser keeps. */
export function cookiesOf(given: Answer): readonly IssuedCookie[] {
  if (given.outcome !== 'logged_in') throw new Error(given.outcome)
  return given.cookies.filter(({ attributes }) => attributes.maxAge !== 0)
}
