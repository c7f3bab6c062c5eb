import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import { closeServer, listenNear } from '@/scripts/services/ports'

/**
 * The fate of a request. `drop` breaks the connection before the application gets it, `drop_answer` after it has acted,
 * `bad_gateway` answers like a proxy whose upstream is unavailable.
 */
export type Weather = 'pass' | 'drop' | 'drop_answer' | 'bad_gateway'

/** An HTTP proxy in front of the application. A failure affects actions only: pages load. */
export interface FailingProxy {
  url: string
  /** The address of the application. */
  target: string
  weather: Weather
  close: () => Promise<void>
}

export async function startFailingProxy(): Promise<FailingProxy> {
  const server = createServer((asked, answer) =>
    (asked.method === 'POST' ? ways[proxy.weather] : pass)(proxy, asked, answer),
  )
  const url = `http://localhost:${await listenNear(server, 0)}`
  const close = () => {
    server.closeAllConnections()
    return closeServer(server)
  }
  const proxy: FailingProxy = { url, target: url, weather: 'pass', close }
  return proxy
}

type Way = (proxy: FailingProxy, asked: IncomingMessage, answer: ServerResponse) => void

const page = '<!doctype html><html><title>502 Bad Gateway</title><h1>502 Bad Gateway</h1></html>'

const pass: Way = ({ target }, asked, answer) =>
  forward(target, asked, (found) => {
    answer.writeHead(found.statusCode ?? 500, found.rawHeaders)
    found.pipe(answer)
  })

const ways: Readonly<Record<Weather, Way>> = {
  pass,
  drop: (_, asked) => void asked.socket.destroy(),
  drop_answer: ({ target }, asked) => forward(target, asked, () => asked.socket.destroy()),
  bad_gateway: (_, asked, answer) => {
    asked.resume().on('end', () => answer.writeHead(502, { 'Content-Type': 'text/html' }).end(page))
  },
}

function forward(target: string, asked: IncomingMessage, then: (found: IncomingMessage) => void): void {
  const { method, url = '/', headers } = asked
  const { hostname, port } = new URL(target)
  const sent = request({ hostname, port, path: url, method, headers }, then)
  // The browser sees a broken connection, like without a proxy.
  sent.on('error', () => asked.socket.destroy())
  asked.pipe(sent)
}
