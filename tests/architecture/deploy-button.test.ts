// feature: keep (this file)
import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { source } from '@/lib/routes'

const readme = readFileSync('README.md', 'utf8')
const [, address = ''] = readme.match(/\]\((https:\/\/vercel\.com\/new\/clone\?[^)]+)\)/) ?? []
const parameters = new URL(address).searchParams

test('the button asks for secrets that .env.example lists, and for no value in its address', () => {
  const names = parameters.get('env')?.split(',') ?? []
  const known = namesOfExample()
  expect(names).toEqual(['SESSION_PASSWORDS', 'JWT_KEYS', 'CRON_SECRET'])
  expect(names.filter((name) => !known.includes(name))).toEqual([])
  expect(parameters.get('envDefaults')).toBeNull()
})

function namesOfExample(): readonly string[] {
  const lines = readFileSync('.env.example', 'utf8').matchAll(/^([A-Z][A-Z0-9_]*)=/gm)
  return [...lines].map(([, name = '']) => name)
}

test('the button creates a Postgres and a Redis', () => {
  const stores: readonly { integrationSlug: string }[] = JSON.parse(parameters.get('stores') ?? '[]')
  expect(stores.map(({ integrationSlug }) => integrationSlug)).toEqual(['neon', 'upstash'])
})

test('its targets exist: the page that generates secrets, and the section of the README', () => {
  expect(parameters.get('envDescription')).toContain('docs/make-secrets.html')
  expect(existsSync('docs/make-secrets.html')).toBe(true)
  const repository = parameters.get('repository-url')
  expect(parameters.get('envLink')).toBe(`${repository}#deploy-it`)
  expect(readme).toContain('\n## Deploy it\n')
  const { repository: ours } = JSON.parse(readFileSync('package.json', 'utf8'))
  expect([repository, source]).toEqual([ours, ours])
})
