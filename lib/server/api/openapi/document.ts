import 'server-only'
import { siteName } from '@/lib/routes'
import { componentSchemas, securitySchemes } from '@/lib/server/api/openapi/components'
import { type Paths, tags } from '@/lib/server/api/openapi/operation'
import { notesPaths } from '@/lib/server/api/openapi/paths/notes' // feature: notes
import { publicPaths, runningPaths } from '@/lib/server/api/openapi/paths/running'
import { sessionPaths } from '@/lib/server/api/openapi/paths/session'
import { tokenPaths } from '@/lib/server/api/openapi/paths/tokens' // feature: tokens
import { answerPublic } from '@/lib/server/http/cors'

/** All paths below /api, and the key set. */
const paths: Paths = {
  ...sessionPaths,
  ...notesPaths, // feature: notes
  ...tokenPaths, // feature: tokens
  ...publicPaths,
  ...runningPaths,
}

const introduction = `Three ways to keep a visitor logged in, one API. It accepts the cookie of a session of any model, or an access
token that was issued for one. Errors are problem details (RFC 9457) with a stable \`code\`; OAuth endpoints answer with the
errors of RFC 6749. A write with a cookie must come from the same origin (CSRF).`

/** OpenAPI 3.1. The same for every deployment: addresses are relative to the address of this document. */
export const describeApi = () => ({
  openapi: '3.1.1',
  info: {
    title: siteName,
    version: '1',
    description: introduction,
    license: { name: 'MIT', identifier: 'MIT' },
  },
  servers: [{ url: '/' }],
  tags: Object.entries(tags).map(([name, description]) => ({ name, description })),
  paths,
  components: { schemas: componentSchemas(), securitySchemes },
})

let description: string | undefined

/** `GET /api/openapi.json`: the requests and responses of every route handler. */
export function answerOpenApi(): Response {
  description ??= JSON.stringify(describeApi())
  return answerPublic('application/json', description)
}
