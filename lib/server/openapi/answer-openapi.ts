import 'server-only'
import { answerPublic } from '@/lib/server/answer-public'
import { describeApi } from '@/lib/server/openapi/document'

let description: string | undefined

/** `GET /api/openapi.json`: what every route handler takes and answers. */
export function answerOpenApi(request: Request): Response {
  description ??= JSON.stringify(describeApi())
  return answerPublic(request, 'application/json', description)
}
