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

/** The attacker's cookie jar: one per reader, sealed, in Redis for ten minutes. The browser learns its id and nothing else. */

type Cookies = Presented['cookies']

const keyOf = (ownerId: string) => redisKey(`lab:jar:${ownerId}`)

/** Characters in one seal: with the overhead of sealing, no longer than a cookie, because longer seals are not opened. */
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

/** @returns null for a jar that has expired, or belongs to another user @throws {UnavailableError} */
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

/** @returns whether this user had such a jar @throws {UnavailableError} */
export async function dropJar(id: string, ownerId: string): Promise<boolean> {
  const kept = await getKept(ownerId)
  if (!(await openKept(kept, id, ownerId))) return false

  await deleteIfStill(keyOf(ownerId), kept)
  return true
}
