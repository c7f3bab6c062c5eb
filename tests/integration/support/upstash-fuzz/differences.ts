import type { Backend, Command, Outcome, Reply } from '@/scripts/services/upstash/backend'

export async function outcomeOf(backend: Backend, command: Command): Promise<Outcome> {
  try {
    return { result: await backend.run(command) }
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) }
  }
}

/** Times that two stores count each by its own clock. */
const tellsTime = (command: Command) => /\b(P?TTL|TIME)\b/i.test(command.join(' '))

const areClose = (one: number, other: number) => Math.abs(one - other) <= Math.max(1500, Math.abs(one) * 1e-12)

/** The sign of NaN depends on the processor. */
const plain = (outcome: Outcome): Outcome => JSON.parse(JSON.stringify(outcome).replace(/-?nan/gi, 'nan'))

type How = { isTime: boolean; isExact: boolean }

/** Redis 7.2 and later print the shortest text of a score. */
const isSameNumber = (one: string, other: string) => one !== '' && Number(one) === Number(other)

function areSameTexts(one: string, other: string, { isTime, isExact }: How): boolean {
  if (one === other || (!isExact && isSameNumber(one, other))) return true
  return isTime && /^\d+$/.test(one) && /^\d+$/.test(other)
}

function areSame(one: Reply, other: Reply, how: How): boolean {
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((item, index) => areSame(item, other[index] ?? null, how))
  }
  if (typeof one === 'string' && typeof other === 'string') return areSameTexts(one, other, how)
  if (typeof one === 'number' && typeof other === 'number') {
    return one === other || (how.isTime && areClose(one, other))
  }
  return one === other
}

/** Keys come in any order: the last list of an answer to SCAN. */
function inOrder(reply: Reply): Reply {
  if (!Array.isArray(reply)) return reply
  const last = reply.at(-1) ?? null
  const isKeys = Array.isArray(last) && typeof reply.at(-2) === 'string' && last.every((key) => typeof key === 'string')
  return isKeys ? [...reply.slice(0, -1), [...last].sort()] : reply.map(inOrder)
}

/** Redis answers with some of the keys here, and a cursor of its own. */
const isPartOfScan = (command: Command) => {
  const words = command.join(' ').toUpperCase()
  return /SCAN\b/.test(words) && !/SCAN"?,? "?[+-]?0*"?,? .*COUNT"?,? "?1000/.test(words)
}

/** The memory refuses every name that is not its own; Redis may not know the name either. */
const refusal = /'(?:[^']*)' is not supported by the embedded Redis/
const unknown = /Unknown Redis command called from script|unknown command '[^']*', with args beginning with: .*/
const unnamed = (outcome: Outcome, text: RegExp) => JSON.stringify(outcome).replace(text, 'unknown')

const isUnknown = (ours: Outcome, theirs: Outcome) =>
  unknown.test(JSON.stringify(theirs)) && unnamed(ours, refusal) === unnamed(theirs, unknown)

/** `isExact`: both are of the version whose messages are repeated here; of others only the code counts. */
export function isDifferent(command: Command, said: Outcome, wanted: Outcome, isExact: boolean): boolean {
  const [ours, theirs] = [plain(said), plain(wanted)]
  if (isUnknown(ours, theirs)) return false
  if ('error' in ours && 'error' in theirs) {
    const messageOf = ({ error }: { error: string }) => (isExact ? error : (error.split(' ')[0] ?? ''))
    return messageOf(ours) !== messageOf(theirs)
  }
  if ('error' in ours || 'error' in theirs) return true
  if (isPartOfScan(command)) return false
  return !areSame(inOrder(ours.result), inOrder(theirs.result), { isTime: tellsTime(command), isExact })
}
