import 'server-only'
import { askPostgres, inTransaction, type Transaction } from '@/lib/db/client'
import { getSiteGeneration } from '@/lib/db/site'
import type { Counters, Role } from '@/lib/session/session'

/**
 * E-mails are compared in lower case and with the ASCII form of their domain (RFC 5891): one browser sends `bücher.example`, another
 * `xn--bcher-kva.example`. Each query for one address uses this function; the admin's search looks for parts of many.
 */
export function normalizeEmail(email: string): string {
  const [, local = email, domain = ''] = email.trim().match(/^(.*)@([^@]*)$/s) ?? []
  const address = `http://${domain}`
  // What is no domain stays, and is found nowhere.
  const isDomain = /^[^/?#:@\\\s]+$/.test(domain) && URL.canParse(address)
  return (isDomain ? `${local}@${new URL(address).hostname}` : email.trim()).toLowerCase()
}

const accessColumns = { id: true, role: true, generation: true, accessVersion: true, disabledAt: true } as const

/** What a login needs. @returns null for an unknown or disabled account */
export const findLogin = (email: string) => findPassword({ email: normalizeEmail(email) })

/** The same for somebody who is logged in, and proves the password again. */
export const findOwnLogin = (userId: string) => findPassword({ id: userId })

/**
 * The only query that lets a password hash out. The counters come with it, so that a password changed while the old one
 * is still being compared cuts off whatever follows from it.
 */
async function findPassword(
  where: { id: string } | { email: string },
): Promise<{ access: Access; passwordHash: string } | null> {
  const finding = askPostgres((database) =>
    database.user.findUnique({ where, select: { ...accessColumns, passwordHash: true } }),
  )
  // Both are always asked, so that an unknown e-mail costs no less time than a known one.
  const [user, siteGeneration] = await Promise.all([finding, getSiteGeneration()])
  const access = toAccess(user, siteGeneration)
  return user && access && { access, passwordHash: user.passwordHash }
}

export function getProfile(userId: string) {
  return askPostgres((database) =>
    database.user.findUnique({ where: { id: userId }, select: { id: true, email: true, name: true, role: true } }),
  )
}

export interface NewUser {
  email: string
  name: string
  passwordHash: string
}

/**
 * ON CONFLICT DO NOTHING: one statement that succeeds either way. An error for a taken e-mail would be told by its time
 * (ASVS 6.3.8). @returns the new user's id, or null when the e-mail is taken
 */
export async function createUser(transaction: Transaction, user: NewUser): Promise<string | null> {
  const [created] = await transaction.user.createManyAndReturn({
    data: { ...user, email: normalizeEmail(user.email) },
    skipDuplicates: true,
    select: { id: true },
  })
  return created?.id ?? null
}

/** @returns whether there is such a user */
export async function setName(userId: string, name: string): Promise<boolean> {
  const { count } = await askPostgres((database) => database.user.updateMany({ where: { id: userId }, data: { name } }))
  return count === 1
}

/** What a credential may be issued with: read before it is issued, never after. */
export interface Access extends Counters {
  userId: string
  role: Role
}

/** @returns null when nobody may be logged in under this id: unknown, deleted or disabled */
export async function getAccess(userId: string): Promise<Access | null> {
  const finding = askPostgres((database) => database.user.findUnique({ where: { id: userId }, select: accessColumns }))
  const [user, siteGeneration] = await Promise.all([finding, getSiteGeneration()])
  return toAccess(user, siteGeneration)
}

type AccessRow = Pick<Access, 'role' | 'generation' | 'accessVersion'> & { id: string; disabledAt: Date | null }

function toAccess(user: AccessRow | null, siteGeneration: number): Access | null {
  if (!user || user.disabledAt) return null

  const { id: userId, role, generation, accessVersion } = user
  return { userId, role, generation, accessVersion, siteGeneration }
}

/** Cuts off: raises the generation and ends every row, as one fact. @returns the new generation, or null for nobody */
export function cutOff(userId: string, now: Date): Promise<number | null> {
  return inTransaction((transaction) => cutOffIn(transaction, userId, now))
}

/** The same, as a part of something larger that happens as a whole or not at all. */
export async function cutOffIn(transaction: Transaction, userId: string, now: Date): Promise<number | null> {
  const [user] = await transaction.user.updateManyAndReturn({
    where: { id: userId },
    data: { generation: { increment: 1 } },
    select: { generation: true },
  })
  if (!user) return null

  // model: stored, signed
  await transaction.session.updateMany({
    where: { userId, endedAt: null },
    data: { endedAt: now, endReason: 'revoked' },
  })
  // end
  return user.generation
}
