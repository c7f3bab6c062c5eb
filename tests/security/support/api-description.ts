import * as z from 'zod'

/** The published description of the API, as an external tool reads it: the part about answers. */

const Codes = z.object({ enum: z.array(z.string()) }).optional()
const Media = z.looseObject({
  schema: z.looseObject({ properties: z.looseObject({ code: Codes, error: Codes }).optional() }),
})
const Header = z.object({ required: z.boolean(), schema: z.looseObject({}) })
const Answer = z.object({
  headers: z.record(z.string(), Header).default({}),
  content: z.record(z.string(), Media).optional(),
})
export type DescribedAnswer = z.infer<typeof Answer>

const Operation = z.object({ operationId: z.string(), responses: z.record(z.string(), Answer) })
const Document = z.looseObject({ paths: z.record(z.string(), z.record(z.string(), Operation)) })

export interface DescribedOperation extends z.infer<typeof Operation> {
  method: string
  path: string
  /** Its position in the document, as a JSON pointer (RFC 6901). */
  pointer: string
}

export function operationsIn(document: unknown): readonly DescribedOperation[] {
  return Object.entries(Document.parse(document).paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      ...operation,
      method: method.toUpperCase(),
      path,
      pointer: `#/paths/${path.replaceAll('/', '~1')}/${method}`,
    })),
  )
}

export interface PossibleAnswer {
  operationId: string
  status: number
  /** The `code` of problem details, or the `error` of RFC 6749; null if a body of this status has neither. */
  code: string | null
}

/** Every described answer, once for each code that it can have. */
export function answersIn(document: unknown): readonly PossibleAnswer[] {
  return operationsIn(document).flatMap(({ operationId, responses }) =>
    Object.entries(responses).flatMap(([status, answer]) =>
      codesIn(answer).map((code) => ({ operationId, status: Number(status), code })),
    ),
  )
}

function codesIn({ content = {} }: DescribedAnswer): readonly (string | null)[] {
  const codes = Object.values(content).flatMap(
    ({ schema: { properties } }) => properties?.code?.enum ?? properties?.error?.enum ?? [],
  )
  return codes.length > 0 ? codes : [null]
}
