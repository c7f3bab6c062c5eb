import { createServer, type ServerResponse } from 'node:http'
import { closeServer, listenNear } from '@/scripts/services/ports'

/** Wrong answers of a store, within the Upstash REST protocol or outside of it. */
export type Misbehaviour = (response: ServerResponse) => void

export async function startFakeRedis() {
  let behave: Misbehaviour = (response) => response.end()
  const server = createServer((request, response) => {
    request.resume()
    behave(response)
  })
  const port = await listenNear(server, 0)
  return {
    url: `http://127.0.0.1:${port}`,
    answerWith(misbehaviour: Misbehaviour) {
      behave = misbehaviour
    },
    async close() {
      server.closeAllConnections()
      await closeServer(server)
    },
  }
}
