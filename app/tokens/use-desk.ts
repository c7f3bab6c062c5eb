import { useState } from 'react'
import type { Word } from '@/app/tokens/ask'
import { ask, whyNot } from '@/app/tokens/ask'
import { type Call, type CallOutcome, callResource } from '@/app/tokens/call-resource'
import { type Change, type Desk, type DeskAct, emptyDesk } from '@/app/tokens/desk'
import { getTokens, hasExpired } from '@/app/tokens/get-tokens'
import type { Resource } from '@/app/tokens/resources'
import { useSetSince } from '@/app/ui/form/rendered-for'
import { routes } from '@/lib/routes'

const asking: Word = { text: 'Waiting for an answer …' }

/** The state of the page and its three acts. One act at a time, because each uses the result of the one before. */
export function useDesk(resources: readonly Resource[], userId: string) {
  const [desk, setDesk] = useState<Desk>(emptyDesk)
  const setSince = useSetSince()

  async function perform(act: DeskAct): Promise<void> {
    if (desk.busy) return
    setDesk(spoken(desk, act, asking, act))

    const { word, ...changed } = await acts[act](desk, resources, userId)
    if (changed.isTakenBack || word.mustLogIn) setSince('ended')
    if (word.isOfAnother) setSince('other')
    setDesk((before) => spoken({ ...before, ...changed }, act, word, null))
  }

  return { desk, perform }
}

const acts: Readonly<Record<DeskAct, (desk: Desk, resources: readonly Resource[], userId: string) => Promise<Change>>> =
  {
    get: (_, resources, userId) => getTokens(resources, userId),
    call: makeCalls,
    takeBack,
  }

/** Only the latest act shows its result: an earlier result may no longer be true. */
const spoken = (desk: Desk, act: DeskAct, word: Word, busy: DeskAct | null): Desk => ({
  ...desk,
  busy,
  words: { ...emptyDesk.words, [act]: word },
})

/** Calls of one resource that stay on the page, before and after the revocation each. */
const kept = 2

/** One after the other, so that no call slows down the measurement of another. */
export async function makeCalls(desk: Desk, resources: readonly Resource[]): Promise<Change> {
  if (desk.tokens.length === 0) return { word: { text: 'There is no token yet. Get one first.', isAlert: true } }

  const made: Call[] = []
  for (const resource of resources) {
    const token = desk.tokens.find(({ audience }) => audience === resource.audience)
    if (token) made.push(await callResource(resource, token.raw, desk.isTakenBack))
  }
  return { calls: latest([...made, ...desk.calls]), word: { text: summaryOf(made, resources) } }
}

/** @param calls newest first */
const latest = (calls: readonly Call[]) =>
  calls.filter((call, index) => calls.slice(0, index).filter((newer) => isAlike(call, newer)).length < kept)

const isAlike = (one: Call, other: Call) => one.resource === other.resource && one.isAfter === other.isAfter

const outcomes: readonly [CallOutcome, string][] = [
  ['accepted', 'Accepted'],
  ['refused', 'Refused'],
  ['undecided', 'No verdict'],
]

function summaryOf(made: readonly Call[], resources: readonly Resource[]): string {
  const nameOf = ({ resource }: Call) => resources.find(({ id }) => id === resource)?.name ?? resource
  return outcomes
    .map(([outcome, word]) => ({ word, names: made.filter((call) => call.outcome === outcome).map(nameOf) }))
    .filter(({ names }) => names.length > 0)
    .map(({ word, names }) => `${word}: ${names.join(', ')}.`)
    .join(' ')
}

/** Revokes the session by one of its tokens (RFC 7009), which revokes the other tokens and the cookie as well. */
export async function takeBack({ tokens }: Desk): Promise<Change> {
  const [token] = tokens
  if (!token) return { word: { text: 'There is no token yet. Get one first.', isAlert: true } }
  // The endpoint would answer 200 for an expired token too (RFC 7009, section 2.2), and revoke nothing.
  if (hasExpired(token)) {
    return {
      word: { text: 'Your token has expired and cannot revoke the session any more. Get another one.', isAlert: true },
    }
  }
  const reply = await ask(routes.revokeToken, { method: 'POST', body: new URLSearchParams({ token: token.raw }) })
  if (reply?.status !== 200) return { word: unconfirmed(whyNot(reply)) }

  return { isTakenBack: true, word: { text: 'Revoked: the session has ended, and you are logged out here.' } }
}

/** The session may have ended in spite of it: the server writes Postgres first and answers last. */
const unconfirmed = (word: Word): Word => ({ ...word, text: `Not confirmed. ${word.text}` })
