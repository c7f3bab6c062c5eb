// feature: events (this file)
import { expect, test } from 'vitest'
import { type Effect, effects, type SessionEvent } from '@/lib/events/event'
import { type EventId, sessionEvents } from '@/lib/events/table'
import { routes } from '@/lib/routes' // feature: required-factor
import type { Model } from '@/lib/session/models'
import type { Presented } from '@/lib/session/presented'
import type { Role } from '@/lib/session/session' // feature: required-factor
import { randomSecret, randomSigningKey } from '@/scripts/services/secrets'
import { sightsOn } from '@/tests/integration/events/expected'
import { askOverHttp } from '@/tests/integration/events/over-http'
import { act, causes, openAs, openNewAccount, type Victim } from '@/tests/security/support/causes'
import { Caller, type Doors, provideStage } from '@/tests/security/support/doors'
import { rotations } from '@/tests/security/support/rotations'
import { cookiesOf } from '@/tests/security/support/spellings'
import type { Form } from '@/tests/support/forms' // feature: required-factor
import { givenApplication } from '@/tests/support/given-application'
import { models } from '@/tests/support/models'
import { due } from '@/tests/support/open-session' // model: signed
import { people } from '@/tests/support/people' // feature: required-factor
import { tokenFor } from '@/tests/support/tokens' // feature: tokens
import type { Visitor } from '@/tests/support/visitor'

/* The table of docs/events.md, over HTTP: what a stolen cookie and a stolen token are worth after the event. */

const app = givenApplication()
const doors: Doors = { withEdge: app, withoutEdge: app }

/** The same application after a deploy with other keys. The command for the rotation prints the rotated ones. */
const stage = provideStage(async (start) => {
  const resealed = await start({ SESSION_PASSWORDS: randomSecret() })
  const resigned = await start({ JWT_KEYS: JSON.stringify({ keys: [await randomSigningKey()] }) })
  return {
    'keys-rotated': await start((await rotations['in lists'](app.settings)).promoted),
    'seal-password-replaced': resealed,
    'refresh-password-replaced': resealed,
    'signing-key-replaced': resigned,
    'access-key-replaced': resigned,
  }
})

/** The row of the table about a session of this model. */
function rowOf(id: EventId, model: Model): SessionEvent | undefined {
  return sessionEvents.find((event) => event.id === id && (event.models ?? models).some((known) => known === model))
}

/** Copies of what a user presents at the moment. */
async function stealFrom(visitor: Visitor): Promise<readonly Presented[]> {
  const cookies: Presented = { authorization: null, cookies: cookiesOf(visitor) }
  return [
    cookies,
    { authorization: `Bearer ${await tokenFor(visitor)}`, cookies: {} }, // feature: tokens
  ]
}

async function expectWorth(stolen: readonly Presented[], effect: Effect, door = doors.withEdge): Promise<void> {
  const told = []
  for (const presented of stolen) told.push(await askOverHttp(new Caller(door), presented))
  expect(told).toEqual(Object.values(sightsOn(effect)))
}

// feature: required-factor
/** An admin requires a second factor of this role, and does so no longer afterwards. */
async function withRule(role: Role, happen: () => Promise<unknown>): Promise<void> {
  const set = async (rule: 'on' | 'off') => {
    const ada = await openAs(app, 'sealed', people.ada)
    const isForm = ({ fields }: Form) => fields.get('role') === role && fields.get('rule') === rule
    expect((await ada.submit(routes.admin, isForm)).body).toContain('The rule is changed.')
  }
  await set('on')
  await happen()
  await set('off')
}
// end

type Happening = readonly [id: EventId, happen: (victim: Victim) => Promise<unknown>]

const byCause = (name: string) => (victim: Victim) => causes[name]?.(victim, doors) ?? Promise.reject(new Error(name))

const happenings: readonly Happening[] = [
  ['logout', byCause('[ASVS 7.4.1] logout')],
  ['password-changed', byCause('[ASVS 7.4.3] password change')],
  ['password-reset', byCause('[ASVS 7.4.3] password reset')], // feature: mail
  ['login-disowned', byCause('[ASVS 6.3.5] login disowned')], // feature: mail
  ['account-deleted', byCause('[ASVS 7.4.2] account deleted')],
  // feature: admin
  ['disabled', byCause('[ASVS 7.4.2] account disabled')],
  ['user-ended', byCause('[ASVS 7.4.5] revoked by admin')],
  ['factor-reset', byCause('[ASVS 7.4.3] second factor reset')], // feature: required-factor
  ['everyone-out', byCause('[ASVS 7.4.5] everyone out')],
  ['role-changed', (victim) => act(victim, doors, 'Change the role', { role: 'editor' })],
  // feature: required-factor
  ['factor-required', () => withRule('member', async () => undefined)],
  [
    'role-changed-rule',
    (victim) => withRule('editor', () => act(victim, doors, 'Change the role', { role: 'editor' })),
  ],
  // end
  // end
]

test.each(happenings.flatMap(([id, happen]) => models.map((model) => ({ id, model, happen }))))(
  '[ASVS 7.4.1] after $id, a stolen cookie and a stolen token of a $model session are worth what the table says',
  async ({ id, model, happen }) => {
    const victim = await openNewAccount(app, model)
    const stolen = await stealFrom(victim.visitor)
    const elsewhere = await stealFrom(await openAs(app, model, { email: victim.person.email }))
    for (const copies of [stolen, elsewhere]) await expectWorth(copies, effects.stays)

    await happen(victim)

    const row = rowOf(id, model)
    if (!row) throw new Error(`the table has no ${id} for ${model}`)
    await expectWorth(stolen, row.current ?? row.others)
    await expectWorth(elsewhere, row.others)
  },
)

const deploys = [
  'keys-rotated',
  'seal-password-replaced', // model: sealed, stored
  'refresh-password-replaced', // model: signed
  'signing-key-replaced', // model: sealed, stored
  'access-key-replaced', // model: signed
] as const
const deployed = deploys.flatMap((id) =>
  models.flatMap((model) => {
    const row = rowOf(id, model)
    return row ? [{ id, model, others: row.others }] : []
  }),
)

test.each(deployed)(
  'after $id, a cookie and a token of a $model session are worth what the table says',
  async ({ id, model, others }) => {
    const { visitor } = await openNewAccount(app, model)
    const copies = await stealFrom(visitor)

    await expectWorth(copies, others, stage()[id])
    await expectWorth(copies, effects.stays)
  },
)

// model: signed
test('after refresh-password-replaced, a cookie of a signed session whose access token has expired is refused', async () => {
  const cookies = cookiesOf(await openAs(app, 'signed', due))

  const presented = { authorization: null, cookies }
  expect(await askOverHttp(new Caller(stage()['refresh-password-replaced']), presented)).toBe('unreadable')
  expect(await askOverHttp(new Caller(app), presented)).toBe('renewable')
})
// end
