import { askPostgres } from '@/lib/db/client'
import { lifecycleOf } from '@/lib/server/sessions/models'
import type { IssuedCookie } from '@/lib/session/cookies'
import { cookieNames, issueCookie } from '@/lib/session/cookies'
import { seal } from '@/lib/session/seal'
import { issueSealed } from '@/lib/session/sealed/credential'
import type { SessionData } from '@/lib/session/session-data'
import { newPerson } from '@/tests/integration/support/person'
import { open, start } from '@/tests/integration/support/session'
import { longestNote } from '@/tests/support/longest-note'

/** A sealed session whose cookie has no room for one letter more. */
interface Full {
  userId: string
  cookies: IssuedCookie[]
  data: SessionData
}

/** One more makes each a digit longer. */
const almostTen = { generation: 9, accessVersion: 9 }

async function newSealed(now: number) {
  const { userId } = await newPerson()
  await askPostgres(({ user }) => user.update({ where: { id: userId }, data: almostTen }))
  const { cookies } = await start('sealed', userId, now)
  const credential = await open(cookies, now)
  if (credential.model !== 'sealed') throw new Error('not a sealed session')
  return { userId, credential }
}

/** Filled to the limit of the form. */
export async function filledByForm(now: number): Promise<Full> {
  const { userId, credential } = await newSealed(now)
  const write = (note: string) =>
    lifecycleOf(credential).changeData(credential, ({ visits }) => ({ visits, note }), now)
  const changed = await write(await longestNote(write))
  if (typeof changed === 'string') throw new Error(changed)
  return { userId, cookies: changed.cookies, data: changed.data }
}

/** Made by a release without reserved room. */
export async function filledToTheBrim(now: number): Promise<Full> {
  const { userId, credential } = await newSealed(now)
  const write = (note: string) => issueSealed({ ...credential.claims, data: { visits: 7, note } }, now)
  const note = await longestNote(write)
  return { userId, cookies: [await write(note)], data: { visits: 7, note } }
}

/** Made by a release without a visit counter. */
export async function filledWithoutVisits(now: number): Promise<Full> {
  const { userId, credential } = await newSealed(now)
  const { claims } = credential
  const write = async (note: string) => {
    const value = await seal('sealed', { ...claims, data: { note } })
    return issueCookie(cookieNames.sealed, value, now, claims.idleUntil)
  }
  const note = await longestNote(write)
  return { userId, cookies: [await write(note)], data: { visits: 0, note } }
}
