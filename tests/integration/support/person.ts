import { randomUUID } from 'node:crypto'
import { askPostgres } from '@/lib/db/client'
import { createUser, type NewUser } from '@/lib/db/users'
import { hashPassword } from '@/lib/server/account/passwords'
import type { Role } from '@/lib/session/session'

export const password = 'correct horse battery staple'

/** Compared in few tests, and slow on purpose: made once per file. */
let passwordHash: Promise<string> | undefined

/** @returns the new user's id, or null when the e-mail is taken */
export const addUser = (user: NewUser) => askPostgres((database) => createUser(database, user))

/** A user that no other test knows. */
export async function newPerson(role: Role = 'member'): Promise<{ userId: string; email: string }> {
  passwordHash ??= hashPassword(password)
  const email = `${randomUUID()}@example.com`
  const userId = await addUser({ email, name: 'Other User', passwordHash: await passwordHash })
  if (!userId) throw new Error('this e-mail is taken')

  if (role !== 'member') await askPostgres(({ user }) => user.updateMany({ where: { id: userId }, data: { role } }))
  return { userId, email }
}
