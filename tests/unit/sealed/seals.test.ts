import { sealData } from 'iron-session'
import { describe, expect, test } from 'vitest'
import { flipAt } from '../support/respell'
import { seals } from '../support/seals'

describe.each(seals)('a $purpose seal', ({ claims, make, open }) => {
  test('opens to its claims', async () => {
    expect(await open(await make())).toMatchObject(claims)
  })

  test('is a different string each time, and shows nothing of its content', async () => {
    const [one, other] = [await make(), await make()]
    expect(one).not.toBe(other)
    for (const part of one.split('*')) {
      expect(Buffer.from(part, 'base64url').toString('latin1')).not.toContain('session-1')
    }
  })

  test('truncated anywhere is anonymous; only the version mark behind the seal may be missing', async () => {
    const whole = await make()
    const end = whole.indexOf('~')
    for (let length = 0; length < end; length += 1) {
      expect(await open(whole.slice(0, length)), `${length} characters`).toBeNull()
    }
  })

  test('with any one character changed is anonymous, or the same session in another spelling', async () => {
    const whole = await make()
    const respelled: number[] = []
    for (let index = 0; index < whole.length; index += 1) {
      const opened = await open(flipAt(whole, index))
      if (opened === null) continue
      expect(opened).toMatchObject(claims)
      respelled.push(index)
    }
    // The last character of the HMAC has unused bits, and the HMAC does not cover the version mark.
    expect(respelled.every((index) => index >= whole.indexOf('~') - 1)).toBe(true)
  })

  test('sealed with a foreign password is anonymous', async () => {
    const foreign = await sealData({ ...claims }, { password: 'a password of thirty-two letters', ttl: 0 })
    expect(await open(foreign)).toBeNull()
  })

  test('assembled from the parts of two genuine ones is anonymous', async () => {
    const [one, other] = [(await make()).split('*'), (await make()).split('*')]
    const differing = one.flatMap((part, index) => (part === other[index] ? [] : [index]))
    expect(differing.length).toBeGreaterThan(3)
    for (const index of differing) {
      expect(await open(one.with(index, other[index] ?? '').join('*')), `part ${index}`).toBeNull()
    }
  })
})
