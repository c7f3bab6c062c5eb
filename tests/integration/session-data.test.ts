import { describe, expect, test } from 'vitest'
import { askPostgres } from '@/lib/db/client'
import { nowInSeconds } from '@/lib/time'
import { newPerson } from '@/tests/integration/support/person'
import { rowOf } from '@/tests/integration/support/rows'
import {
  changeDataOf,
  countVisit,
  end,
  letIn,
  look,
  open,
  readDataOf,
  start,
} from '@/tests/integration/support/session'

const now = nowInSeconds()

describe.each(['stored', 'signed'] as const)('the data of a %s session', (model) => {
  test('is on its row, and in no cookie', async () => {
    const { session, cookies } = await start(model, (await newPerson()).userId)

    expect(await countVisit(cookies)).toEqual({ data: { visits: 1, note: '' }, cookies: [] })
    expect((await rowOf(session.id)).data).toEqual({ visits: 1, note: '' })
  })

  test('is neither read nor written after its end', async () => {
    const { session, cookies } = await start(model, (await newPerson()).userId)
    await end(cookies)

    expect(await countVisit(cookies)).toBe('ended')
    expect(await readDataOf(await open(cookies), now)).toBeNull()
    expect((await rowOf(session.id)).data).toEqual({})
  })

  test('that an older release wrote is read field by field', async () => {
    const { session, cookies } = await start(model, (await newPerson()).userId)
    await askPostgres(({ session: table }) =>
      table.update({ where: { id: session.id }, data: { data: { visits: 'many', note: 'kept' } } }),
    )

    expect(await readDataOf(await open(cookies), now)).toEqual({ visits: 0, note: 'kept' })
  })

  test('stays unchanged when the change itself fails', async () => {
    const { session, cookies } = await start(model, (await newPerson()).userId)
    const changing = changeDataOf(
      await open(cookies),
      () => {
        throw new RangeError('no such change')
      },
      now,
    )

    await expect(changing).rejects.toThrow(RangeError)
    expect((await rowOf(session.id)).data).toEqual({})
  })
})

describe('the data of a sealed session', () => {
  test('is refused before the cookie exceeds the limit of browsers, and nothing is lost', async () => {
    const { cookies } = await start('sealed', (await newPerson()).userId)
    const writeNote = async (note: string) => changeDataOf(await open(cookies), (data) => ({ ...data, note }), now)

    expect(await writeNote('n'.repeat(4096))).toBe('too_large')
    expect(await writeNote('n'.repeat(1000))).toMatchObject({ data: { note: 'n'.repeat(1000) } })
    await letIn(look(cookies))
  })

  test('can be written to a copied cookie after its end, but that cookie is refused', async () => {
    const { cookies } = await start('sealed', (await newPerson()).userId)
    await end(cookies)

    const changed = await countVisit(cookies)
    if (typeof changed === 'string') throw new Error(changed)

    expect(await look(changed.cookies)).toEqual({ verdict: 'revoked' })
  })
})
