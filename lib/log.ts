/**
 * One JSON line per event on standard error, for a collector of logs; on the edge too. A line has names, codes and sentences of ours: a message of
 * another library may quote a secret. The same event within ten seconds is counted and summed up: an outage writes a line per ten seconds
 * and not one per request.
 */

import { isUnavailable } from '@/lib/errors'

type Level = 'error' | 'warn'
type Facts = Readonly<Record<string, string | number | readonly string[]>>

/** Milliseconds. */
const window = 10_000
/** Events that are counted at the same time. Beyond that, lines are written uncounted. */
const capacity = 200

/** What Node knows of the request that runs now. The edge passes it instead. */
type RequestReader = () => Promise<Facts>

interface Log {
  counted: Map<string, { repeated: number; facts: Facts }>
  /** Errors that have their line, or need none. */
  settled: WeakSet<Error>
  /** Errors that get no line. */
  expected: WeakSet<Error>
  reader?: RequestReader
}

/** However often a bundler repeats this file: one count for a whole process. */
const holder: typeof globalThis & { log?: Log } = globalThis

function log(): Log {
  holder.log ??= { counted: new Map(), settled: new WeakSet(), expected: new WeakSet() }
  return holder.log
}

/** Set once in a Node process (lib/server/http/log-requests.ts). */
export function describeRequestsBy(reader: RequestReader): void {
  log().reader = reader
}

/** What a line says of a request: its path without the query, and the id that a proxy, the platform or our server gave it. */
export function requestFacts(headers: Pick<Headers, 'get'>, path = headers.get('x-request-path')): Facts {
  const id = headers.get('x-request-id') ?? headers.get('x-vercel-id')
  return { ...(id && { request: id.slice(0, 100) }), ...(path && { path: path.slice(0, 200) }) }
}

/** @param request facts of it, where the caller has them */
export function logFailure(event: string, error: unknown, request?: Facts): void {
  if (error instanceof Error) {
    if (log().expected.has(error)) return
    log().settled.add(error)
  }
  write('error', { event, ...describeError(error) }, request)
}

/** The user asked for this failure, so that it is none of the deployment's: it gets no line, whichever layer meets it. */
export function expectFailure<E extends Error>(error: E): E {
  log().settled.add(error)
  log().expected.add(error)
  return error
}

/** Whether this error has a line already, of any event, or needs none. */
export const isSettled = (error: Error): boolean => log().settled.has(error)

/** What others tell us about themselves, in facts that the caller has made short and harmless. */
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

/** Without holding a process that wants to end. */
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
