import { describe, expect, test } from 'vitest'
import { respelledSeals } from '../support/respell'
import { seals } from '../support/seals'

// A seal can be written in more than one way without its password. Every cache entry about a session therefore uses its
// id as the key: a respelled seal is the same session, never another one.

const ways: readonly [string, (seal: string) => readonly string[]][] = [
  ['other spare bits at its end', respelledSeals],
  ['padding', (seal) => [seal.replace('~2', '=~2'), seal.replace('~2', '==~2'), `${seal}=`]],
  ['no version mark', (seal) => [seal.replace('~2', '')]],
  ['another version mark', (seal) => ['~', '~1', '~3', '~2~2', '~anything'].map((mark) => seal.replace('~2', mark))],
  ['white space', (seal) => [` ${seal}`, `${seal} `, seal.replace('~', '\n~'), seal.replace('*', '* ')]],
  ['trailing data', (seal) => [`${seal}*`, `${seal}*more`, seal.replace('~2', '*~2'), `${seal}\0`]],
  ['percent signs', (seal) => [seal.replaceAll('*', '%2A'), seal.replace('~', '%7E')]],
  ['a leading part', (seal) => [`*${seal}`, seal.replace('Fe26.2', 'fe26.2'), seal.replace('Fe26.2', 'Fe26.1')]],
]

describe.each(seals)('a $purpose seal', ({ claims, make, open }) => {
  test.each(ways)('[ASVS 7.4.1] written with %s is the same session or anonymous', async (_, respell) => {
    const genuine = await make()
    const others = respell(genuine)
    expect(others.length).toBeGreaterThan(0)
    for (const other of others) {
      expect(other).not.toBe(genuine)
      const opened = await open(other)
      if (opened !== null) expect(opened).toMatchObject(claims)
    }
  })

  test('can be respelled, so the cases above are not empty', async () => {
    const genuine = await make()
    const respelled = await open(genuine.replace('~2', ''))
    expect(respelled).toMatchObject({ sessionId: claims.sessionId })
  })
})
