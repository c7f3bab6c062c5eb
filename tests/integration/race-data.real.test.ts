import { expect, test } from 'vitest'
import { newPerson } from '@/tests/integration/support/person'
import { holdSession, raceOnRealStores } from '@/tests/integration/support/race'
import { rowOf } from '@/tests/integration/support/rows'
import { countVisit, start } from '@/tests/integration/support/session'

raceOnRealStores()

test.each(['stored', 'signed'] as const)(
  'of ten changes at once to the data of a %s session none is lost',
  async (model) => {
    const { session, cookies } = await start(model, (await newPerson()).userId)

    const row = await holdSession(session.id)
    const changes = Array.from({ length: 10 }, () => countVisit(cookies))
    await row.waiters(5)
    await row.release()

    expect(await Promise.all(changes)).not.toContain('ended')
    expect((await rowOf(session.id)).data).toEqual({ visits: 10, note: '' })
  },
)

test('of ten changes at once to sealed data each is made to a copy, and one copy wins', async () => {
  const { cookies } = await start('sealed', (await newPerson()).userId)

  const copies = await Promise.all(Array.from({ length: 10 }, () => countVisit(cookies)))

  for (const copy of copies) expect(copy).toMatchObject({ data: { visits: 1 } })
})
