import type { ClaimFigure } from '@/lib/figures/claims'
import { toCounts } from '@/tests/bench/claims/figure'
import { logInAt, type Peer, whoOf } from '@/tests/bench/claims/peer-visitors'
import type { Stage } from '@/tests/bench/claims/stage'
import { models } from '@/tests/support/models'
import { openSession } from '@/tests/support/open-session'
import { request } from '@/tests/support/request'
import type { Visitor } from '@/tests/support/visitor'

/** Cookies that an attacker has changed, sent to running servers: how many are accepted. */

const atOnce = 8

interface Target {
  url: string
  path: string
}

async function countAccepted({ url, path }: Target, cookies: readonly string[]) {
  let accepted = 0
  const left = [...cookies]
  const send = async () => {
    for (let cookie = left.pop(); cookie !== undefined; cookie = left.pop()) {
      const { status } = await request(url, path, { headers: { Cookie: cookie } })
      accepted += status === 200 ? 1 : 0
    }
  }
  await Promise.all(Array.from({ length: atOnce }, send))
  return { tries: cookies.length, accepted }
}

/** The cookie with another character in each place: of Base64, one whose highest bit differs, which no decoder passes over. */
function changedIn({ cookies }: Visitor, isCredential: (name: string) => boolean, step: number): readonly string[] {
  return cookies
    .filter(({ name }) => isCredential(name))
    .flatMap(({ name, value }) => {
      const plain = decodeURIComponent(value)
      const { length } = plain.replace(formatNumber, '')
      return Array.from({ length: Math.ceil(length / step) }, (_, index) => index * step).map((place) => {
        const changed = plain.slice(0, place) + otherThan(plain.charAt(place)) + plain.slice(place + 1)
        return `${name}=${encodeURIComponent(changed)}`
      })
    })
}

/** iron-session opens the same seal, with the same content, when another number stands here. */
const formatNumber = /~\d$/

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

function otherThan(character: string): string {
  const index = alphabet.indexOf(character.replace('+', '-').replace('/', '_'))
  return index < 0 ? 'A' : alphabet.charAt(index ^ 0b10_0000)
}

export async function encryptedAndSigned(stage: Stage): Promise<readonly ClaimFigure[]> {
  const step = stage.quick ? 60 : 1
  const figures: ClaimFigure[] = []
  const { first } = await stage.strict()
  for (const model of models) {
    const visitor = await openSession(first, model)
    const changed = changedIn(visitor, (name) => name.startsWith('__Host-') && name !== '__Host-device', step)
    figures.push(
      ...toCounts('forged_accepted', {
        of: model,
        ...(await countAccepted({ url: first.url, path: '/api/me' }, changed)),
      }),
    )
  }

  const peers = await stage.peers()
  if (!peers) return figures
  const credentials = {
    'iron-session': /^iron-session$/,
    'better-auth-table': /session_token$/,
    'auth-js': /session-token$/,
  }
  for (const [peer, pattern] of Object.entries(credentials)) {
    if (!isPeer(peer)) continue
    const changed = changedIn(await logInAt(peers, peer), (name) => pattern.test(name), step)
    figures.push(
      ...toCounts('forged_accepted', {
        of: peer,
        ...(await countAccepted({ url: peers.url, path: whoOf(peer) }, changed)),
      }),
    )
  }
  const made = { url: peers.url, path: whoOf('plain-cookie') }
  return [
    ...figures,
    ...toCounts('forged_accepted', { of: 'plain-cookie', ...(await countAccepted(made, madeUp(500))) }),
  ]
}

const isPeer = (name: string): name is Peer & ('iron-session' | 'better-auth-table' | 'auth-js') =>
  ['iron-session', 'better-auth-table', 'auth-js'].includes(name)

/** JSON in Base64, each for another user: no key is needed to write it. */
const madeUp = (count: number) =>
  Array.from({ length: count }, (_, index) => {
    const claims = { id: `member-${index}`, email: `person-${index}@example.com`, name: 'Anyone' }
    return `plain-cookie=${Buffer.from(JSON.stringify(claims)).toString('base64url')}`
  })
