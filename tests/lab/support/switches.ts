import { labNames } from '@/tests/lab/support/routes'
import type { Visitor } from '@/tests/support/visitor'

/** Every switch of the lab, sent to routes that read none: in the URL, as a cookie and as a header. */

const faulty = {
  way: 'off',
  redis: 'away',
  postgres: 'away',
  experiment: 'an-experiment',
  keys: 'retired',
  through: 'edge',
  lab: 'on',
  mode: 'off',
}
/** Each switch under every name that code could read. */
const names = [...Object.keys(faulty), ...labNames]
const worthOf = (name: string) => Object.entries(faulty).find(([known]) => known === name)?.[1] ?? 'off'
const cookies = names.flatMap((name) => [name, `lab-${name}`, `lab_${name}`].map((one) => `${one}=${worthOf(name)}`))
const headers = Object.fromEntries(
  names.flatMap((name) => [name, `x-${name}`, `lab-${name}`, `x-lab-${name}`].map((one) => [one, worthOf(name)])),
)
const switched = `?${new URLSearchParams(faulty)}`

/** What an answer says about its caller. */
export async function seen(visitor: Visitor, path: string, isSwitched: boolean) {
  const cookie = [visitor.jar.header(), ...cookies].filter(Boolean).join('; ')
  const answer = isSwitched
    ? await visitor.clone().get(path + switched, { ...headers, Cookie: cookie })
    : await visitor.clone().get(path)
  const { status, location, setCookies, body } = answer
  const words = path.startsWith('/api/')
    ? body.replace(/"(instance|checkedAt)":"[^"]*"/g, '')
    : body.includes('Log out')
  return { path, status, location, setCookies, words }
}
