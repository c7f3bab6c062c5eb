import 'server-only'
import { setMaxListeners } from 'node:events'
import { env } from '@/lib/env'
import { CookieHolder } from '@/lib/lab/server/cookie-holder'
import { getAccessAnew } from '@/lib/lab/server/lab-visitor'
import type { Played } from '@/lib/lab/server/players'
import { type Answered, perform, type Stage } from '@/lib/lab/server/replay/perform'
import { actAfter, type Line, rotationSteps, type Subject, tickLength, type Wish } from '@/lib/lab/shared/replay'
import type { Layer } from '@/lib/lab/shared/words'
import { modelInJar } from '@/lib/session/open'

export interface Run extends Stage {
  wish: Wish
  tell: (line: Line) => void
  /** Aborted when the reader stops reading: then all attempts stop. */
  signal: AbortSignal
  /** Other cookies that this deployment requires on every request. */
  besides: string
}

/** Milliseconds since the run began. */
type Clock = () => number

/**
 * Every attacker keeps trying, and after a while the act is performed.
 * @throws when the reader's own session has ended by then: nothing more is done in its name
 */
export async function run({ players, wish, tell, signal, besides, ...stage }: Run): Promise<void> {
  // Every attempt listens to the signal, and Node warns of a leak at more than ten listeners.
  setMaxListeners(players.length * lanes.length + 1, signal)
  const began = performance.now()
  const clock: Clock = () => performance.now() - began
  tell(begin(players, wish))

  const thieves = players.map((player) => ({ ...player, thief: thiefOf(player, signal, besides) }))
  const trying = thieves.map((thief) => keepTrying(thief, { wish, tell, signal, clock }))
  await Promise.all([...trying, act()])
  tell({ kind: 'over', at: clock() })

  async function act(): Promise<void> {
    await pass(actAfter, signal)
    if (signal.aborted) return
    if (!(await getAccessAnew(stage.visitor))) throw new Error('the session of the reader who began this run has ended')

    const started = clock()
    const answered: Answered = (subject, outcome) =>
      tell({ kind: 'acted', subject, outcome, started, answered: clock() })
    if (wish.act === 'keys') return rotate({ thieves, tell, signal, clock }, answered)
    await perform(wish.act, { ...stage, players }, answered)
  }
}

/** The cookies of the reader's own session are not renewed: the reader would be left with used refresh tokens. */
const thiefOf = ({ subject, cookies }: Played, signal: AbortSignal, besides: string) =>
  new CookieHolder(cookies, signal, { renews: subject !== 'own', besides })

interface Attacker extends Played {
  thief: CookieHolder
}

interface Rotating extends Pick<Run, 'tell' | 'signal'> {
  thieves: readonly Attacker[]
  clock: Clock
}

/** The first two steps end nothing: the old key still opens what it made. */
async function rotate({ thieves, tell, signal, clock }: Rotating, answered: Answered): Promise<void> {
  for (const step of rotationSteps) {
    if (step !== 'appended') await pass(actAfter, signal)
    if (signal.aborted) return

    if (step === 'retired') for (const { thief } of thieves) thief.keys = 'retired'
    tell({ kind: 'rotated', step, at: clock() })
  }
  for (const { subject } of thieves) answered(subject, 'retired')
}

function begin(players: readonly Played[], { act, seconds }: Wish): Line {
  const now = Date.now()
  return {
    kind: 'begun',
    players: players.map(({ subject, credential }) => ({
      subject,
      model: modelInJar(credential),
      freshUntil: credential.freshUntil * 1000 - now,
    })),
    act,
    seconds,
    maxAge: env().REVOCATION_MAX_AGE_MS,
  }
}

interface Trying extends Pick<Run, 'wish' | 'tell' | 'signal'> {
  clock: Clock
}

/** A page costs several times as much as a handler: attempts on pages must not delay the others. */
const lanes = [['edge'], ['handler'], ['page', 'action']] as const satisfies readonly (readonly Layer[])[]

async function keepTrying({ subject, thief }: Attacker, trying: Trying): Promise<void> {
  const attemptOn = (layer: Layer) => attempt(thief, { subject, layer }, trying)
  await Promise.all(lanes.map((layers) => follow({ subject, layers, attempt: attemptOn }, trying)))
}

/** Attempts once per tick; a tick that comes due while the attempt before is running is skipped and reported. */
async function follow(round: Round, { wish, tell, signal, clock }: Trying): Promise<void> {
  const last = (wish.seconds * 1000) / tickLength

  for (let tick = 0; tick < last && !signal.aborted; ) {
    await pass(tick * tickLength - clock(), signal)
    for (const layer of round.layers) await round.attempt(layer)

    const next = Math.max(tick + 1, Math.ceil(clock() / tickLength))
    if (next > tick + 1)
      tell({ kind: 'skipped', subject: round.subject, layers: [...round.layers], ticks: next - tick - 1 })
    tick = next
  }
}

interface Round {
  subject: Subject
  layers: readonly Layer[]
  attempt: (layer: Layer) => Promise<void>
}

async function attempt(
  thief: CookieHolder,
  what: { subject: Subject; layer: Layer },
  { tell, signal, clock }: Trying,
): Promise<void> {
  if (signal.aborted) return

  const started = clock()
  const report = await thief.try(what.layer)
  if (signal.aborted) return

  const verdicts = report && Object.fromEntries(report.judgements.map(({ way, verdict }) => [way, verdict]))
  const renewed = report?.judgements.some(({ steps }) => steps.some(({ name }) => name === 'renew')) ?? false
  tell({ kind: 'attempt', ...what, started, answered: clock(), verdicts, renewed })
}

/** Resolves at once when the time has passed, or the run was aborted. */
function pass(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (milliseconds <= 0 || signal.aborted) return resolve()

    const timer = setTimeout(wake, milliseconds)
    signal.addEventListener('abort', wake)

    function wake() {
      clearTimeout(timer)
      signal.removeEventListener('abort', wake)
      resolve()
    }
  })
}
