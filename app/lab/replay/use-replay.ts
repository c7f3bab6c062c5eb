import { useEffect, useRef, useState } from 'react'
import { emptyRecording, record } from '@/app/lab/replay/recording'
import { readLines } from '@/app/lab/ui/read-lines'
import { sayRefusal } from '@/app/lab/ui/say-refusal'
import type { Line, Wish } from '@/lib/lab/shared/replay'
import { parseLine, Stolen } from '@/lib/lab/shared/replay-lines'

const addresses = { jar: '/api/lab/jar', replay: '/api/lab/replay' } as const

type Busy = 'stealing' | 'running' | null

/** The copy on the server, the run and its recording. The browser never gets the copied cookies. */
export function useReplay() {
  const [stolen, setStolen] = useState<Stolen | null>(null)
  const [recording, setRecording] = useState(emptyRecording)
  const [busy, setBusy] = useState<Busy>(null)
  const [word, setWord] = useState('')
  const stopper = useRef<AbortController | null>(null)
  useEffect(() => () => stopper.current?.abort(), [])

  async function steal(): Promise<void> {
    if (busy) return
    setBusy('stealing')
    if (await fillJar()) setWord('The attacker has a copy.')
    setBusy(null)
  }

  async function fillJar(): Promise<Stolen | null> {
    const response = await ask(addresses.jar, { method: 'POST' })
    const jar = response?.ok ? await stolenIn(response) : null
    setStolen(jar)
    if (!jar) setWord(sayRefusal(response?.status ?? 0))
    return jar
  }

  async function drop(): Promise<void> {
    if (busy || !stolen) return
    const response = await ask(`${addresses.jar}?${new URLSearchParams({ jar: stolen.jar })}`, { method: 'DELETE' })
    const isGone = response?.ok || response?.status === 404
    if (isGone) setStolen(null)
    setWord(isGone ? 'The copy is deleted.' : sayRefusal(response?.status ?? 0))
  }

  async function start(wish: Omit<Wish, 'jar'>): Promise<void> {
    if (busy) return
    setBusy('running')
    setRecording(emptyRecording)
    setWord('The attacker tries the copy …')
    const controller = new AbortController()
    stopper.current = controller
    const copy = stolen ?? (await fillJar())
    if (copy) setWord(await follow({ ...wish, jar: copy.jar }, controller.signal))
    setBusy(null)
  }

  async function follow(wish: Wish, signal: AbortSignal): Promise<string> {
    const response = await ask(addresses.replay, { method: 'POST', body: JSON.stringify(wish), signal })
    if (!response?.ok || !response.body) return refused(response, signal)
    try {
      await tellAtPace(response.body, (lines) => {
        setRecording((before) => record(before, lines))
      })
      return 'The run is over.'
    } catch {
      return signal.aborted ? 'Stopped.' : 'The run was interrupted. Start it again.'
    }
  }

  function refused(response: Response | null, { aborted }: AbortSignal): string {
    if (response?.status === 404) setStolen(null)
    return aborted ? 'Stopped.' : sayRefusal(response?.status ?? 0)
  }

  return { stolen, recording, busy, word, steal, drop, start, stop: () => stopper.current?.abort() }
}

/** @returns null for an interrupted answer: the copy then stays on the server until it expires */
const stolenIn = (response: Response) => response.json().then(Stolen.parse, () => null)

async function ask(address: string, init: RequestInit): Promise<Response | null> {
  try {
    return await fetch(address, { cache: 'no-store', ...init })
  } catch {
    return null
  }
}

/** Milliseconds between two renderings: hundreds of lines arrive per second, and a rendering for each would block the page. */
const pace = 250

/** Reads to the end. @throws for an interrupted answer, and for lines that do not parse */
export async function tellAtPace(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  tell: (lines: readonly Line[]) => void,
): Promise<void> {
  let lines: Line[] = []
  let toldAt = performance.now()

  for await (const texts of readLines(body)) {
    lines.push(...texts.map(parseLine))
    if (performance.now() - toldAt < pace) continue

    tell(lines)
    lines = []
    toldAt = performance.now()
  }
  tell(lines)
}
