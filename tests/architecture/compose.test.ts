import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { serverFlags } from '@/scripts/process/options'
import { readCommand, readStages } from '@/tests/integration/support/dockerfile'

const read = (file: string) => readFileSync(file, 'utf8')
const compose = read('compose.yaml')

test('every variable of compose.yaml is explained: in .env.example, or in its own first lines', () => {
  const taken = [...compose.matchAll(/\$\{([A-Z_]+)/g)].map(([, name = '']) => name)
  const introduction = compose.slice(0, compose.indexOf('\nx-application'))
  const isExplained = (name: string) =>
    read('.env.example').includes(`\n${name}=`) || introduction.includes(`"${name}=`)
  expect(taken).toContain('POSTGRES_PASSWORD')
  expect(taken.filter((name) => !isExplained(name))).toEqual([])
})

test('its secrets are in a file that git and the image ignore', () => {
  const file = compose.match(/env_file: (\S+)/)?.[1] ?? ''
  expect([read('.gitignore').split('\n'), read('.dockerignore').split('\n')]).toEqual([
    expect.arrayContaining([file]),
    expect.arrayContaining([file, '.env.*']),
  ])
  expect(compose).not.toMatch(/(PASSWORD|TOKEN|SECRET|KEYS): (?!\$\{)/)
})

test('every file that the image and compose.yaml start exists', () => {
  const started = [...`${compose}\n${read('Dockerfile')}`.matchAll(/["'](\w+)\.mjs["']/g)].map(([, name = '']) => name)
  expect(new Set(started)).toEqual(new Set(['serve', 'migrate']))
  expect(started.filter((name) => !existsSync(`scripts/standalone/${name}.ts`))).toEqual([])
})

test('the image serves with the arguments of Node that npm start has, and deploy.md names them', () => {
  const served = readStages()
    .at(-1)
    ?.instructions.find(({ name }) => name === 'CMD')
  const command = ['node', ...serverFlags, 'serve.mjs']

  expect(readCommand(served?.rest ?? '')).toEqual(command)
  expect(read('docs/deploy.md')).toContain(`| \`${command.join(' ')}\` |`)
})
