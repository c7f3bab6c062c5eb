import { describe, expect, test } from 'vitest'
import { seal } from '@/lib/session/seal'
import { seals } from '../support/seals'

const wrong = [undefined, null, '', true, -1, 1.5, '1', [], {}, 2 ** 53, 'a b', '../x', 'x'.repeat(5000)]

/** What earlier releases did not write: tests/unit/session/earlier-release.test.ts. */
const isNew = (name: string) => name === 'amr' || name === 'persistent'

describe.each(seals)('a $purpose seal of ours', ({ purpose, claims, open }) => {
  test.each(Object.keys(claims).filter((name) => !isNew(name)))(
    'with %s missing, null or of a wrong type is anonymous',
    async (name) => {
      const genuine: unknown = Reflect.get(claims, name)
      const wrongHere = wrong.filter(
        (value) => typeof value !== typeof genuine || value === null || isBadSpelling(value),
      )
      for (const value of wrongHere) {
        const opened = await open(await seal(purpose, { ...claims, [name]: value }))
        expect(opened, `${name}: ${JSON.stringify(value)?.slice(0, 20)}`).toBeNull()
      }
    },
  )

  test('with additional claims opens without them', async () => {
    const opened = await open(await seal(purpose, { ...claims, isAdmin: true, model: 'root' }))
    expect(opened).not.toBeNull()
    expect(opened).not.toHaveProperty('isAdmin')
    expect(opened).not.toMatchObject({ model: 'root' })
  })
})

/** The right type, but an invalid count, instant or id. Long text is too large for any of our cookies. */
function isBadSpelling(value: unknown): boolean {
  if (typeof value === 'number') return true
  return typeof value === 'string' && value.length > 4096
}

test.each(seals)(
  'a $purpose seal has a session id and a user id in characters that a Redis key allows',
  async (entry) => {
    const { purpose, claims, open } = entry
    for (const name of ['sessionId', 'userId']) {
      for (const value of ['', 'a b', '../x', 'sss:generation', 'ä', 'x\n', 'x'.repeat(65)]) {
        expect(await open(await seal(purpose, { ...claims, [name]: value })), `${name}: ${value}`).toBeNull()
      }
    }
  },
)

test('a sealed cookie with an unknown role, or with several, is anonymous', async () => {
  const [{ claims, open }] = seals
  for (const role of ['root', 'ADMIN', 'admin ', ['admin'], '__proto__', 'constructor']) {
    expect(await open(await seal('sealed', { ...claims, role })), String(role)).toBeNull()
  }
})

test('session data that an older release sealed falls back field by field; the session stays valid', async () => {
  const [{ claims, open }] = seals
  const reopened = async (data: unknown) => (await open(await seal('sealed', { ...claims, data })))?.data
  expect(await reopened({})).toEqual({ visits: 0, note: '' })
  expect(await reopened({ visits: 3 })).toEqual({ visits: 3, note: '' })
  expect(await reopened({ visits: -1, note: 'kept', added: true })).toEqual({ visits: 0, note: 'kept' })
})

test.each([
  ['a list', []],
  ['an empty object', {}],
])('a seal that holds %s is anonymous', async (_, content) => {
  for (const { purpose, open } of seals) expect(await open(await seal(purpose, content))).toBeNull()
})
