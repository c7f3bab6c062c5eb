/**
 * Writes one JSON line per event to standard error, for a log collector; on the edge too. A line contains our own
 * names, codes and sentences only: a message of another library may quote a secret. Repetitions of an event within ten
 * seconds are counted and summed up: an outage writes a line every ten seconds instead of one per request.
 */

import { isUnavailable } from '@/lib/errors'

type Level = 'error' | 'warn'
type Facts = Readonly<Record<string, string | number | readonly string[]>>

/** Milliseconds. */
const window = 10_000
/** Events that are counted at the same time. Beyond that, lines are written uncounted. */
const capacity = 200

/** Reads facts about the request that runs now, in Node. The edge passes them instead. */
type RequestReader = () => Promise<Facts>

interface Log {
  counted: Map<string, { repeated: number; facts: Facts }>
  /** Errors that have been logged, or need no line. */
  settled: WeakSet<Error>
  /** Errors that get no line. */
  expected: WeakSet<Error>
  reader?: RequestReader
}

/** On `globalThis`, because a bundler may include this file several times: one count per process. */
const holder: typeof globalThis & { log?: Log } = globalThis

function log(): Log {
  holder.log ??= { counted: new Map(), settled: new WeakSet(), expected: new WeakSet() }
  return holder.log
}

/** Set once in a Node process (lib/server/http/log-requests.ts). */
export function describeRequestsBy(reader: RequestReader): void {
  log().reader = reader
}

/** The request in a log line: its path without the query, and the id that a proxy, the platform or our server gave it. */
export function requestFacts(headers: Pick<Headers, 'get'>, path = headers.get('x-request-path')): Facts {
  const id = headers.get('x-request-id') ?? headers.get('x-vercel-id')
  return { ...(id && { request: id.slice(0, 100) }), ...(path && { path: path.slice(0, 200) }) }
}

/** @param request its facts, where the caller has them */
export function logFailure(event: string, error: unknown, request?: Facts): void {
  if (error instanceof Error) {
    if (log().expected.has(error)) return
    log().settled.add(error)
  }
  write('error', { event, ...describeError(error) }, request)
}

/** Marks a failure that the user caused on purpose, for example in an experiment: no layer logs it. */
export function expectFailure<E extends Error>(error: E): E {
  log().settled.add(error)
  log().expected.add(error)
  return error
}

/** Whether this error has been logged already, under any event, or needs no line. */
export const isSettled = (error: Error): boolean => log().settled.has(error)

/** Logs a report of a client, in facts that the caller has made short and harmless. */
export function logReport(event: string, facts: Readonly<Record<string, string>>, request?: Facts): void {
  write('warn', { event, ...facts }, request)
}

function write(level: Level, facts: Facts, request?: Facts): void {
  const { counted, reader } = log()
  const name = JSON.stringify([level, facts])
  const known = counted.get(name)
  if (known) {
    known.repeated += 1
    return
  }
  if (counted.size < capacity) {
    counted.set(name, { repeated: 0, facts })
    sumUpLater(level, name)
  }
  if (request || !reader) print(level, { ...facts, ...request })
  else
    reader().then(
      (own) => print(level, { ...facts, ...own }),
      () => print(level, facts),
    )
}

/** The timer does not keep a process alive that wants to end. */
function sumUpLater(level: Level, name: string): void {
  const timer: unknown = setTimeout(() => {
    const { counted } = log()
    const { repeated = 0, facts = {} } = counted.get(name) ?? {}
    counted.delete(name)
    if (repeated > 0) print(level, { ...facts, repeated, seconds: window / 1000 })
  }, window)
  if (typeof timer === 'object' && timer !== null && 'unref' in timer && typeof timer.unref === 'function')
    timer.unref()
}

function print(level: Level, facts: Facts): void {
  console[level](JSON.stringify({ time: new Date().toISOString(), level, ...facts }))
}

function describeError(error: unknown): Facts {
  const reasons = reasonsOf(error)
  if (!isUnavailable(error)) return { reasons }
  return { store: error.store, message: error.advice ?? error.message, reasons }
}

function reasonsOf(error: unknown): string[] {
  if (!(error instanceof Error)) return []
  const code = 'code' in error && typeof error.code === 'string' ? `${error.name} ${error.code}` : error.name
  return [code, ...reasonsOf(error.cause)]
}
