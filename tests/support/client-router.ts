import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'

/**
 * Calls an action like React's client. `previous` is the state of `useActionState`; leave it out for a plain form
 * action.
 */
export interface ActionCall {
  id: string
  fields: Readonly<Record<string, string>>
  previous?: unknown
}

const Manifest = z.object({
  node: z.record(z.string(), z.object({ exportedName: z.string().optional(), filename: z.string().optional() })),
})

/** @returns the id that a build gave to an exported action, e.g. `actionId(app, 'logoutAction')` */
export async function actionId(app: { dist: string }, exportedName: string): Promise<string> {
  const text = await readFile(join(app.dist, 'server/server-reference-manifest.json'), 'utf8')
  const actions = Object.entries(Manifest.parse(JSON.parse(text)).node)
  const found = actions.find(([, action]) => action.exportedName === exportedName)
  if (found) return found[0]

  throw new Error(`no action ${exportedName}; there are ${actions.map(([, action]) => action.exportedName).join(', ')}`)
}

/** React's reply format: part 0 holds the arguments, `$K1` points to a FormData whose fields are prefixed with `_1_`. */
export async function encodeActionCall({ id, fields, previous }: ActionCall) {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(`_1_${name}`, value)
  form.append('0', JSON.stringify(previous === undefined ? ['$K1'] : [previous, '$K1']))
  const multipart = new Response(form)

  return {
    body: new Uint8Array(await multipart.arrayBuffer()),
    headers: {
      Accept: 'text/x-component',
      'Next-Action': id,
      'Content-Type': multipart.headers.get('content-type') ?? '',
      'Sec-Fetch-Mode': 'cors',
      'Sec-Fetch-Dest': 'empty',
    },
  }
}
