import { type IncomingMessage, type OutgoingHttpHeaders, request as send } from 'node:http'

/**
 * Plain HTTP, because `fetch` adds `Sec-Fetch-Mode`, merges repeated headers and normalizes paths: an attacker's client
 * does none of that, and the test chooses the headers of a visitor.
 */
export interface Question {
  method?: string
  headers?: OutgoingHttpHeaders
  body?: Uint8Array | string
}

export interface Answer {
  status: number
  headers: Headers
  setCookies: readonly string[]
  location: string | null
  body: string
  /** @throws {SyntaxError} when the body is not JSON */
  json: () => unknown
}

/** @param path is sent unchanged, also when it is invalid. Follows no redirect. */
export function request(origin: string, path: string, question: Question = {}): Promise<Answer> {
  const { hostname, port } = new URL(origin)
  return new Promise((resolve, reject) => {
    const asking = send({
      hostname,
      port,
      path,
      agent: false,
      method: question.method ?? 'GET',
      headers: { ...lengthOf(question.body), ...question.headers },
    })
    asking.setTimeout(60_000, () => asking.destroy(new Error(`no answer to ${path} within 60 s`)))
    asking.once('error', reject)
    asking.once('response', (response) => read(response).then(resolve, reject))
    asking.end(question.body)
  })
}

function lengthOf(body: Question['body']): OutgoingHttpHeaders {
  return body === undefined ? {} : { 'Content-Length': Buffer.byteLength(body) }
}

async function read(response: IncomingMessage): Promise<Answer> {
  const chunks: Uint8Array[] = []
  for await (const chunk of response) chunks.push(chunk)
  const body = Buffer.concat(chunks).toString('utf8')
  const headers = new Headers()
  for (const [name, values] of Object.entries(response.headersDistinct)) {
    for (const value of values ?? []) headers.append(name, value)
  }

  return {
    status: response.statusCode ?? 0,
    headers,
    setCookies: response.headers['set-cookie'] ?? [],
    location: headers.get('location'),
    body,
    json: () => JSON.parse(body),
  }
}
