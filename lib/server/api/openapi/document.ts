import 'server-only'
import { siteName } from '@/lib/routes'
import { type Paths, tags } from '@/lib/server/api/openapi/operation'
import { notesPaths } from '@/lib/server/api/openapi/paths/notes' // feature: notes
import { publicPaths } from '@/lib/server/api/openapi/paths/public'
import { runningPaths } from '@/lib/server/api/openapi/paths/running'
import { sessionPaths } from '@/lib/server/api/openapi/paths/session'
import { tokenPaths } from '@/lib/server/api/openapi/paths/tokens' // feature: tokens
import { componentSchemas } from '@/lib/server/api/openapi/schemas'
import { securitySchemes } from '@/lib/server/api/openapi/security'
import { answerPublic } from '@/lib/server/http/public'

/** All that there is below /api, and the keys. */
const paths: Paths = {
  ...sessionPaths,
  ...notesPaths, // feature: notes
  ...tokenPaths, // feature: tokens
  ...publicPaths,
  ...runningPaths,
}

const introduction = `Three ways to keep a visitor logged in, one API. It takes the cookie of a session of any model, or an access
token that was given out for one. Errors are problem details (RFC 9457) with a stable \`code\`; OAuth endpoints answer with the
errors of RFC 6749. What changes something by a cookie must come from a page of our own.`

/** OpenAPI 3.1. The same for every deployment: addresses are relative to where it was found. */
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

/** `GET /api/openapi.json`: what every route handler takes and answers. */
export function answerOpenApi(): Response {
  description ??= JSON.stringify(describeApi())
  return answerPublic('application/json', description)
}
