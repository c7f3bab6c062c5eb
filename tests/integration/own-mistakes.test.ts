import { expect, test } from 'vitest'
import { askPostgres, inTransaction, isAway } from '@/lib/db/client'
import { Prisma } from '@/lib/db/generated/client'
import { newPerson } from '@/tests/integration/support/person'

const mistakes = {
  'a malformed statement': () => askPostgres((database) => database.$executeRaw`SELEKT`),
  'a duplicate value': async () => {
    const { email } = await newPerson()
    await askPostgres(({ user }) => user.create({ data: { email, name: '', passwordHash: '' } }))
  },
  'a reference to a missing row': () =>
    askPostgres(({ auditEvent }) => auditEvent.create({ data: { kind: 'login', userId: 'unknown' } })),
  'a missing required row': () => askPostgres(({ user }) => user.update({ where: { id: 'unknown' }, data: {} })),
  'an error within a transaction': () => inTransaction((database) => database.$queryRaw`SELECT 1 + 'x'::int`),
}

test.each(Object.entries(mistakes))('%s is no outage', async (_, make) => {
  await expect(make()).rejects.toSatisfy(
    (error) => error instanceof Prisma.PrismaClientKnownRequestError && !isAway(error),
  )
})

test.each([
  ['a table', 'SELECT 1 FROM "Nowhere"'],
  ['a column', 'SELECT nowhere FROM "User"'],
])('%s that is missing is no outage either: the error says to migrate', async (_, statement) => {
  const asked = askPostgres((database) => database.$queryRawUnsafe(statement))
  await expect(asked).rejects.toMatchObject({
    code: 'unavailable',
    advice: expect.stringContaining('npm run db:migrate'),
  })
})

test('an error outside the database passes through, and the transaction is rolled back', async () => {
  const { userId } = await newPerson()
  const failing = inTransaction(async ({ user }) => {
    await user.update({ where: { id: userId }, data: { name: 'Changed' } })
    throw new RangeError('ours')
  })

  await expect(failing).rejects.toThrow(RangeError)
  expect(await askPostgres(({ user }) => user.findUnique({ where: { id: userId } }))).toMatchObject({
    name: 'Other User',
  })
})
