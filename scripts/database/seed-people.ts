import { hash } from '@node-rs/argon2'
import { PrismaPg } from '@prisma/adapter-pg'
import { connectionInUtc } from '@/lib/db/connection'
import { PrismaClient } from '@/lib/db/generated/client'

const people = [
  { email: 'ada@example.com', name: 'Ada Lovelace', role: 'admin' },
  { email: 'grace@example.com', name: 'Grace Hopper', role: 'editor' },
  { email: 'linus@example.com', name: 'Linus Torvalds', role: 'member' },
] as const

const PASSWORD = 'correct horse battery staple'
/** OWASP's minimum for argon2id, which is this library's default: 19 MiB, two passes, one lane. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** Hashed for each account, so that no two have the same hash. */
export const hashDemoPassword = () => hash(PASSWORD, cost)

async function withDatabase<T>(url: string, run: (prisma: PrismaClient) => Promise<T>): Promise<T> {
  const prisma = new PrismaClient({ adapter: new PrismaPg(connectionInUtc(url, { max: 1 })) })
  try {
    return await run(prisma)
  } finally {
    await prisma.$disconnect()
  }
}

export const hasPeople = (url: string) => withDatabase(url, async ({ user }) => (await user.count()) > 0)

/** Adds the accounts of the README that are missing. @returns the addresses of the new ones */
export function seedPeople(url: string): Promise<string[]> {
  return withDatabase(url, async (prisma) => {
    const known = await prisma.user.findMany({ select: { email: true } })
    const missing = people.filter(({ email }) => !known.some((user) => user.email === email))
    for (const person of missing) {
      const passwordHash = await hashDemoPassword()
      // Idempotent, unlike Prisma's `upsert`, which reads before it inserts. An existing account keeps its password.
      const user = {
        ...person,
        passwordHash,
        emailVerifiedAt: new Date(), // feature: mail
      }
      await prisma.user.createMany({ data: user, skipDuplicates: true })
    }
    return missing.map(({ email }) => email)
  })
}
