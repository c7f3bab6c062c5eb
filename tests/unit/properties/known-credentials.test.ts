import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openPresented } from '@/lib/session/open'
import { models } from '@/tests/support/models'
import { now } from '../support/claims'
import { issue, present } from '../support/present'

const id = fc.stringMatching(/^[\w-]{1,20}$/)
const person = fc.record({ sessionId: id, userId: id, generation: fc.nat(9), accessVersion: fc.nat(9) })
const visitor = fc.tuple(person, fc.constantFrom(...models))

test('in any order of logins each credential opens to its own user, and two users never share mutable data', async () => {
  const crowd = fc.array(visitor, { minLength: 2, maxLength: 5 })
  const order = fc.array(fc.nat(4), { minLength: 5, maxLength: 20 })

  await fc.assert(
    fc.asyncProperty(crowd, order, async (people, visits) => {
      const here = await Promise.all(
        people.map(async ([claims, model]) => ({ claims, model, presented: present(...(await issue[model](claims))) })),
      )
      await Promise.all(
        visits.map(async (index) => {
          const { claims, model, presented } = here[index % here.length] ?? {
            claims: {},
            model: '',
            presented: present(),
          }
          const { credential } = await openPresented(presented, now)
          expect(credential).toMatchObject({ ...claims, model })
          Object.assign(credential ?? {}, { userId: 'changed', sessionId: 'changed', generation: -1 })
        }),
      )
    }),
    { numRuns: 150 },
  )
})

test('one user’s access token beside another’s refresh token stay two credentials, in any order of first use', async () => {
  await fc.assert(
    fc.asyncProperty(person, person, fc.boolean(), async (one, other, isKnown) => {
      fc.pre(one.sessionId !== other.sessionId)
      const [access] = await issue.signed(one)
      const [, refresh] = await issue.signed(other)
      if (!access || !refresh) throw new Error('a login has two cookies')
      if (isKnown) for (const cookie of [access, refresh]) await openPresented(present(cookie), now)

      const { credential } = await openPresented(present(access, refresh), now)

      const owner = credential?.sessionId === one.sessionId ? one : other
      expect(credential).toMatchObject(owner)
      expect(credential).toMatchObject(owner === one ? { model: 'bearer' } : { model: 'signed', access: null })
    }),
    { numRuns: 100 },
  )
})
