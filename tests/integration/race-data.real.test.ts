import { expect, test } from 'vitest'
import { newPerson } from '@/tests/integration/support/person'
import { holdSession, raceOnRealStores } from '@/tests/integration/support/race'
import { rowOf } from '@/tests/integration/support/rows'
import { countVisit, start } from '@/tests/integration/support/session'

raceOnRealStores()

test.each(['stored', 'signed'] as const)(
  'ten concurrent changes to the data of a session with a row are all kept: %s',
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

test('ten concurrent changes to sealed data change a copy of the same cookie each, so that one of them is left', async () => {
  const { cookies } = await start('sealed', (await newPerson()).userId)

  const copies = await Promise.all(Array.from({ length: 10 }, () => countVisit(cookies)))

  for (const copy of copies) expect(copy).toMatchObject({ data: { visits: 1 } })
})
