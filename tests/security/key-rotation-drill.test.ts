import { decodeJwt } from 'jose'
import { beforeAll, describe, expect, test } from 'vitest'
import { openAs, openNewAccount } from '@/tests/security/support/causes'
import { Caller, provideStage } from '@/tests/security/support/doors'
import { Fleet, publishedBy } from '@/tests/security/support/fleet'
import { RotationTraffic } from '@/tests/security/support/rotation-traffic'
import { type Keys, kidsOf, type Rotation, rotations, signerOf } from '@/tests/security/support/rotations'
import { exchange, resourceServer } from '@/tests/security/support/token-calls'
import { givenApplication } from '@/tests/support/given-application'
import { models } from '@/tests/support/models'
import { due } from '@/tests/support/open-session'
import type { Visitor } from '@/tests/support/visitor'
import { forge } from '@/tests/unit/support/forge-token'

const letIn = [200, true]
const refused = [401, false]

describe.each(Object.entries(rotations))('keys %s', (_, rotationOf) => {
  const stage = provideStage(async (start) => ({ fleet: new Fleet(start, resourceServer) }))

  let rotation: Rotation
  const traffic: RotationTraffic[] = []
  /** One user of each model who logs in before the rotation and comes back when all keys are promoted. */
  const sleepers: Visitor[] = []
  /** A user who comes back too late. */
  const absent: Visitor[] = []

  beforeAll(async () => {
    const { fleet } = stage()
    rotation = await rotationOf(givenApplication().settings)
    for (const replace of await fleet.deploy(rotation.before)) await replace()
    for (const model of models) {
      for (const group of [sleepers, absent]) group.push(await openAs(fleet.at(1), model, due))
      traffic.push(await RotationTraffic.begin(fleet, model))
    }
  })

  /** Each visitor has used both processes since, and neither has logged them out. */
  async function expectNothingWrong(): Promise<void> {
    await Promise.all(traffic.map((one) => one.goRound()))
    expect(traffic.flatMap(({ wrong }) => wrong)).toEqual([])
  }

  const published = () => Promise.all([0, 1].map((index) => publishedBy(stage().fleet.at(index))))

  /** Replaces one process after the other: in between they are one step apart. */
  async function deployEverywhere(keys: Keys, earlier: Keys, between: () => Promise<void> = async () => undefined) {
    const { fleet } = stage()
    const [replaceOne, replaceOther] = await fleet.deploy(keys)
    await replaceOne()
    expect(await published()).toEqual([kidsOf(keys), kidsOf(earlier)])
    await expectNothingWrong()
    await between()
    await replaceOther()
    expect(await published()).toEqual([kidsOf(keys), kidsOf(keys)])
    await expectNothingWrong()
  }

  /** A token issued now, signed with either key. */
  async function twins(keys: Keys) {
    const { visitor } = await openNewAccount(stage().fleet.at(1), 'stored')
    const payload = decodeJwt(await exchange(visitor))
    return { ofOld: forge({ payload, ...signerOf(rotation.before) }), ofCurrent: forge({ payload, ...signerOf(keys) }) }
  }

  /**
   * A signed cookie of the old key: it is accepted while the key still verifies; afterwards the user gets a new cookie.
   */
  async function expectRenewedBy(index: number): Promise<void> {
    const { fleet } = stage()
    const visitor = new Caller(fleet.at(index), sleepers.find(({ jar }) => jar.get('__Host-refresh'))?.jar)
    await visitor.send('POST', '/api/session/renew')
    const payload = decodeJwt(visitor.jar.get('__Host-signed')?.value ?? '')
    visitor.jar.set('__Host-signed', forge({ payload, ...signerOf(rotation.before) }))

    const elsewhere = await new Caller(fleet.at(1 - index), visitor.jar).get('/api/me')
    expect([elsewhere.status, elsewhere.setCookies]).toEqual([200, []])
    const answer = await visitor.get('/api/me')
    expect([answer.status, answer.setCookies.length]).toEqual([200, 2])
  }

  async function statusesOf(visitors: readonly Visitor[]): Promise<number[]> {
    const asking = ({ jar }: Visitor) => new Caller(stage().fleet.at(1), jar).get('/api/me')
    return (await Promise.all(visitors.map(asking))).map(({ status }) => status)
  }

  test('three deploys add, use and retire a key in two processes that are one step apart: no user is logged out, the retired key is refused', async () => {
    const { fleet } = stage()
    const { before, rotated, promoted, retired } = rotation
    const [old, current] = kidsOf(rotated)
    expect([kidsOf(before), kidsOf(promoted), kidsOf(retired)]).toEqual([[old], [current, old], [current]])

    await deployEverywhere(rotated, before)
    await deployEverywhere(promoted, rotated, async () => {
      for (const token of Object.values(await twins(promoted))) expect(await fleet.sayTo(token)).toEqual([letIn, letIn])
    })
    expect(await statusesOf(sleepers)).toEqual([200, 200, 200])
    // The credentials of the old keys were due for both groups: each user who has visited since has one of the new
    // keys.

    await deployEverywhere(retired, promoted, async () => {
      const { ofOld, ofCurrent } = await twins(retired)
      expect(await fleet.sayTo(ofOld)).toEqual([refused, letIn])
      expect(await fleet.sayTo(ofCurrent)).toEqual([letIn, letIn])
      await expectRenewedBy(0)
    })
    const { ofOld, ofCurrent } = await twins(retired)
    expect(await fleet.sayTo(ofOld)).toEqual([refused, refused])
    expect(await fleet.sayTo(ofCurrent)).toEqual([letIn, letIn])
    expect(await statusesOf(sleepers)).toEqual([200, 200, 200])
    // They have only credentials of the old keys: for this reason a retirement waits for the idle timeout.
    expect(await statusesOf(absent)).toEqual([401, 401, 401])
    await Promise.all(traffic.map((one) => one.stop()))
    expect(traffic.flatMap(({ wrong }) => wrong)).toEqual([])
  }, 400_000)
})
