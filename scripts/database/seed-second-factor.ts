// feature: second-factor (this file)
import { randomUUID } from 'node:crypto'
import { PrismaPg } from '@prisma/adapter-pg'
import { sealData } from 'iron-session'
import { connectionInUtc } from '@/lib/db/connection'
import { PrismaClient } from '@/lib/db/generated/client'
import { siteName } from '@/lib/routes'
import { hashDemoPassword } from './seed-people'

/** Its password is that of the other demo accounts. */
const email = 'alan@example.com'
/** As public as that password: for trying the second factor without a phone. */
const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'

/**
 * Adds a demo account whose logins need the code of an authenticator app, if it is missing.
 * @param passwords `SESSION_PASSWORDS`: the first one seals the secret
 * @returns a line that says what the app needs
 */
export async function seedSecondFactor(url: string, passwords: string): Promise<string> {
  const prisma = new PrismaClient({ adapter: new PrismaPg(connectionInUtc(url, { max: 1 })) })
  const [password = ''] = passwords.split(',')
  try {
    if ((await prisma.user.count({ where: { email } })) === 0) {
      const id = randomUUID()
      const sealed = await sealData({ userId: id, secret, purpose: 'totp' }, { password, ttl: 0 })
      const user = {
        ...{ id, email, name: 'Alan Turing', passwordHash: await hashDemoPassword() },
        emailVerifiedAt: new Date(), // feature: mail
      }
      await prisma.$transaction(async (transaction) => {
        // Another process may seed the same database now, and may have been quicker: then this one adds nothing.
        const { count } = await transaction.user.createMany({ data: user, skipDuplicates: true })
        if (count > 0) await transaction.totp.create({ data: { userId: id, secret: sealed, lastStep: 0 } })
      })
    }
  } finally {
    await prisma.$disconnect()
  }
  const uri = `otpauth://totp/${encodeURIComponent(siteName)}:${email}?secret=${secret}&issuer=${encodeURIComponent(siteName)}`
  return `Second factor of ${email}: secret ${secret}, ${uri}`
}
