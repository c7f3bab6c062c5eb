import 'server-only'
import * as z from 'zod/mini'
import { newId } from '@/lib/ids'
import { deleteIfStill } from '@/lib/lab/server/delete-if-still'
import { jarLifetime } from '@/lib/lab/shared/replay'
import { cookieNames } from '@/lib/session/cookies'
import type { Presented } from '@/lib/session/presented'
import { askRedis } from '@/lib/session/redis'
import { redisKey } from '@/lib/session/revocation/keys'
import { openSeal, seal } from '@/lib/session/seal'

/** The attacker's jar: one per reader, kept in Redis, sealed, and gone after ten minutes. A browser learns its id and nothing else. */

type Cookies = Presented['cookies']

const keyOf = (ownerId: string) => redisKey(`lab:jar:${ownerId}`)

/** Characters in one seal: with what sealing adds, no longer than a cookie, since no longer seal is opened. */
const partLength = 2000

const Part = z.object({ jar: z.string(), part: z.string() })
const Contents = z.object({
  userId: z.string(),
  cookies: z.partialRecord(z.enum(cookieNames), z.string()),
})

/** @returns its id: 128 random bits @throws {UnavailableError} */
export async function keepJar(userId: string, cookies: Cookies): Promise<string> {
  const id = newId()
  const parts = JSON.stringify({ userId, cookies }).match(new RegExp(`.{1,${partLength}}`, 'gs')) ?? []
  const seals = await Promise.all(parts.map((part) => seal('lab', { jar: id, part })))
  await askRedis((redis) => redis.set(keyOf(userId), seals.join('\n'), { ex: jarLifetime }))
  return id
}

/** @returns null for a jar that is gone, and for somebody else's @throws {UnavailableError} */
export async function openJar(id: string, ownerId: string): Promise<Cookies | null> {
  return openKept(await getKept(ownerId), id, ownerId)
}

const getKept = async (ownerId: string) => (await askRedis((redis) => redis.get<string>(keyOf(ownerId)))) ?? ''

async function openKept(kept: string, id: string, ownerId: string): Promise<Cookies | null> {
  const parts = await Promise.all(kept.split('\n').map((text) => openSeal('lab', Part, text)))
  if (parts.some((part) => part?.jar !== id)) return null

  const contents = Contents.parse(JSON.parse(parts.map((part) => part?.part ?? '').join('')))
  return contents.userId === ownerId ? contents.cookies : null
}

/** @returns whether there was such a jar of theirs @throws {UnavailableError} */
export async function dropJar(id: string, ownerId: string): Promise<boolean> {
  const kept = await getKept(ownerId)
  if (!(await openKept(kept, id, ownerId))) return false

  await deleteIfStill(keyOf(ownerId), kept)
  return true
}
