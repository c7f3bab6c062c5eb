import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { type DescribedAnswer, type DescribedOperation, operationsIn } from '@/tests/security/support/api-description'
import type { Answer } from '@/tests/support/request'

/** Headers that tell the client what to do next: the description must list them. */
const telling = ['www-authenticate', 'retry-after', 'location', 'allow', 'set-cookie']

/** Validates answers against a description of the API, by the dialect of JSON Schema that OpenAPI 3.1 uses. */
export class ApiJudge {
  readonly #operations: ReadonlyMap<string, DescribedOperation>
  readonly #ajv = new Ajv2020({ strict: false, allErrors: true })

  constructor(document: object) {
    this.#operations = new Map(operationsIn(document).map((operation) => [operation.operationId, operation]))
    addFormats.default(this.#ajv)
    this.#ajv.addSchema(document, 'api')
  }

  /** The differences between an answer and its description, as sentences; empty if there are none. */
  complaints(operationId: string, answer: Pick<Answer, 'status' | 'headers' | 'body'>): readonly string[] {
    const operation = this.#operations.get(operationId)
    const described = operation?.responses[answer.status]
    if (!operation || !described) return [`${answer.status} is not described`]

    const pointer = `${operation.pointer}/responses/${answer.status}`
    return [...this.#ofBody(described, pointer, answer), ...this.#ofHeaders(described, answer.headers)]
  }

  #ofBody({ content }: DescribedAnswer, pointer: string, { headers, body }: Pick<Answer, 'headers' | 'body'>) {
    if (!content) return body === '' ? [] : ['there is a body, and none is described']

    const type = headers.get('content-type')?.split(';')[0] ?? 'nothing'
    if (!content[type]) return [`the type ${type} is not described`]

    const validate = this.#ajv.getSchema(`api${pointer}/content/${type.replaceAll('/', '~1')}/schema`)
    if (!validate) throw new Error(`${pointer} leads nowhere`)
    validate(JSON.parse(body))
    return (validate.errors ?? []).map(({ instancePath, message }) => `the body${instancePath} ${message}`)
  }

  #ofHeaders({ headers: described }: DescribedAnswer, headers: Headers): readonly string[] {
    const names = Object.keys(described).map((name) => name.toLowerCase())
    const unheardOf = telling.filter((name) => headers.has(name) && !names.includes(name))
    const wrong = Object.entries(described).filter(([name, { required, schema }]) => {
      const value = headers.get(name)
      return value === null ? required : !this.#ajv.validate(schema, value)
    })
    return [
      ...unheardOf.map((name) => `the header ${name} is not described`),
      ...wrong.map(([name]) => `the header ${name} is missing, or not as described`),
    ]
  }
}
