import { type Call, callResource, type Outcome } from '@/app/tokens/call-resource'
import type { Change, Desk } from '@/app/tokens/desk'
import type { Resource } from '@/app/tokens/resources'

/** Calls of one resource that are kept, before and after each: enough to compare. */
const kept = 2

/** One after the other, so that each round trip is measured alone. */
export async function makeCalls(desk: Desk, resources: readonly Resource[]): Promise<Change> {
  if (desk.tokens.length === 0) return { word: { text: 'There is no token yet: get one first.', isAlert: true } }

  const made: Call[] = []
  for (const resource of resources) {
    const token = desk.tokens.find(({ audience }) => audience === resource.audience)
    if (token) made.push(await callResource(resource, token.raw, desk.isTakenBack))
  }
  return { calls: latest([...made, ...desk.calls]), word: { text: summaryOf(made, resources) } }
}

/** @param calls the newest first */
const latest = (calls: readonly Call[]) =>
  calls.filter((call, index) => calls.slice(0, index).filter((newer) => isAlike(call, newer)).length < kept)

const isAlike = (one: Call, other: Call) => one.resource === other.resource && one.isAfter === other.isAfter

const outcomes: readonly [Outcome, string][] = [
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
