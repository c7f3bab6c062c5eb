import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { type Locked, readLockFile, readManifest } from '@/tests/support/lock-file'

const packages = readLockFile()

/**
 * The platforms of people who clone this: each must find every native part in the lock file, or `npm ci` fails on that
 * platform alone.
 */
const platforms = [
  { os: 'darwin', cpu: 'arm64' },
  { os: 'darwin', cpu: 'x64' },
  { os: 'linux', cpu: 'x64', libc: 'glibc' },
  { os: 'linux', cpu: 'x64', libc: 'musl' },
  { os: 'linux', cpu: 'arm64', libc: 'glibc' },
  { os: 'win32', cpu: 'x64' },
] as const

type Platform = (typeof platforms)[number]

/** A part without a C library in its metadata serves both: it brings its own or needs none. */
function libcOf({ name, libc }: Locked): readonly string[] {
  if (libc) return libc
  if (name.includes('musl')) return ['musl']
  return name.includes('gnu') ? ['glibc'] : ['glibc', 'musl']
}

function serves(part: Locked, platform: Platform): boolean {
  const isBuiltFor = part.os?.includes(platform.os) && part.cpu?.includes(platform.cpu)
  return isBuiltFor === true && (!('libc' in platform) || libcOf(part).includes(platform.libc))
}

function missingParts(locked: readonly Locked[]): readonly string[] {
  return locked.flatMap((owner) => {
    const parts = locked.filter(({ name, version, cpu }) => cpu && owner.optionalDependencies[name] === version)
    if (parts.length === 0 || owner.cpu) return []
    const missing = platforms.filter((platform) => !parts.some((part) => serves(part, platform)))
    return missing.map((platform) => `${owner.name} ${Object.values(platform).join('-')}`)
  })
}

test('every package with native parts has them for every supported platform', () => {
  expect(missingParts(packages)).toEqual([])
})

test.each([
  'next',
  '@biomejs/biome',
  '@tailwindcss/oxide',
  '@node-rs/argon2',
  'lightningcss',
  'rolldown',
  'esbuild',
  'oxc-parser',
  'oxc-resolver',
  'sharp',
  'typescript',
])('a native part of %s missing from the lock file is found', (name) => {
  const owner = packages.find((locked) => locked.name === name)
  const part = packages.find(
    (locked) => locked.os?.includes('win32') && owner?.optionalDependencies[locked.name] && locked.cpu?.includes('x64'),
  )
  expect(missingParts(packages.filter((locked) => locked !== part)).join()).toContain(`${name} win32-x64`)
})

// feature: examples
const resourceServer = readManifest(readFileSync('examples/resource-server/package.json', 'utf8'))
// end

test.each([
  ['of the application, overrides included', readManifest()],
  ['of the resource server', resourceServer], // feature: examples
])('every version %s is exact', (_, { dependencies, devDependencies, overrides }) => {
  const versions = Object.entries({ ...dependencies, ...devDependencies, ...overrides })

  expect(versions.length).toBeGreaterThan(3)
  expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([])
})

type Version = readonly [major: number, minor: number, patch: number]

const versionOf = (text: string): Version => {
  const [major = 0, minor = 0, patch = 0] = text.split('.').map((part) => Number.parseInt(part, 10) || 0)
  return [major, minor, patch]
}
const isAtLeast = (one: Version, other: Version) =>
  one[0] !== other[0] ? one[0] > other[0] : one[1] !== other[1] ? one[1] > other[1] : one[2] >= other[2]

/** The forms that the lock file contains: `>=`, `^`, a bare major, `*`. @throws for any other */
function allows(range: string, version: Version): boolean {
  return range.split('||').some((part) => {
    const [, sign, lowest = ''] = /^(>=|\^|)\s*([\d.x*]+)$/.exec(part.trim()) ?? []
    if (sign === undefined) throw new Error(`engines: the range "${part}" cannot be read`)
    if (lowest === '*') return true
    return isAtLeast(version, versionOf(lowest)) && (sign === '>=' || version[0] === versionOf(lowest)[0])
  })
}

const nodeRange = readManifest().engines.node
const lowestVersions = nodeRange.split('||').map((part) => versionOf(part.replace(/[^\d.]/g, '')))
/** Parts for another platform are not installed here, and their authors declare which Node they need. */
const installed = packages.filter(({ os, cpu }) => !os && !cpu)

test.each(lowestVersions.map((version) => [version.join('.'), version] as const))(
  'every dependency supports Node %s, which `engines` names, so that npm prints no EBADENGINE',
  (_, version) => {
    expect(installed.length).toBeGreaterThan(100)
    expect(installed.filter(({ engines }) => !allows(engines.node, version)).map(({ name }) => name)).toEqual([])
  },
)

test('`engines` excludes Node 20.19 because of dependencies, and not by mistake', () => {
  expect(allows(nodeRange, [20, 19, 0])).toBe(false)
  const unsupported = installed.filter(({ engines }) => !allows(engines.node, [20, 19, 0]))
  expect(unsupported.map(({ name }) => name)).toContain('iron-session')
})

test('.nvmrc, the image and the README name the same Node, and `engines` allows it', () => {
  const major = readFileSync('.nvmrc', 'utf8').trim()
  const images = [...readFileSync('Dockerfile', 'utf8').matchAll(/^FROM node:(\d+)/gm)].map(([, version]) => version)
  expect(images).toEqual([major, major, major])
  expect(readFileSync('README.md', 'utf8')).toContain(`Node 22.13 or ${major}`)
  expect(readFileSync('.ci/run', 'utf8')).toContain(`node@${major}`)
  expect(allows(nodeRange, versionOf(major))).toBe(true)
})

test('npm is the package manager: other package managers refuse, instead of installing other versions', () => {
  expect(readManifest().packageManager).toMatch(/^npm@\d+\.\d+\.\d+$/)
  expect(readFileSync('README.md', 'utf8')).toContain('pnpm and Yarn refuse')
})

test('the resource server uses the same versions as the application, so that there is one jose', () => {
  const { dependencies } = readManifest()
  const shared = Object.entries(resourceServer.dependencies).filter(([name]) => name in dependencies)

  expect(shared.map(([name]) => name)).toEqual(['jose', 'tsx', 'zod'])
  expect(shared.filter(([name, version]) => dependencies[name] !== version)).toEqual([])
  expect(packages.filter(({ name }) => name === 'jose')).toHaveLength(1)
})

test('the schema engine in WebAssembly equals the engine of the installed prisma', () => {
  const { dependencies, devDependencies } = readManifest()
  const prisma = devDependencies.prisma ?? ''
  const version = packages.find(({ name }) => name === '@prisma/engines-version')?.version ?? ''

  expect(devDependencies['@prisma/schema-engine-wasm'] ?? dependencies['@prisma/schema-engine-wasm']).toBe(version)
  expect([dependencies['@prisma/client'], dependencies['@prisma/adapter-pg'], version.split('-')[0]]).toEqual([
    prisma,
    prisma,
    prisma,
  ])
})

describe('licences', () => {
  const permissive =
    /^(MIT|MIT-0|ISC|Apache-2\.0|BSD-[23]-Clause|0BSD|BlueOak-1\.0\.0|Unlicense|CC0-1\.0|Zlib|Python-2\.0)$/

  /** Names by the start of the package's name; each with why its licence puts no duty on a clone. */
  const exceptions: readonly { start: string; licence: string; because: string }[] = [
    { start: 'lightningcss', licence: 'MPL-2.0', because: 'a build tool, used unchanged; nothing of it ships' },
    { start: 'axe-core', licence: 'MPL-2.0', because: 'runs in tests only, used unchanged' },
    { start: '@axe-core/playwright', licence: 'MPL-2.0', because: 'runs in tests only, used unchanged' },
    { start: '@fontsource', licence: 'OFL-1.1', because: 'fonts, served unchanged with their licence' },
    { start: '@img/sharp', licence: 'LGPL-3.0-or-later', because: 'optional part of Next; image optimisation is off' },
    { start: 'caniuse-lite', licence: 'CC-BY-4.0', because: 'data for the build of Next, credited in its package' },
    { start: 'elkjs', licence: 'EPL-2.0', because: 'draws in `prisma studio`, a development tool' },
    { start: 'seq-queue', licence: '', because: 'states MIT in its LICENSE file; below mysql2, below the prisma CLI' },
  ]

  const isAllowed = ({ name, license = '' }: Locked): boolean => {
    const alternatives = license.replace(/[()]/g, '').split(' OR ')
    const isFree = alternatives.some((all) => all.split(/ AND | and /).every((one) => permissive.test(one)))
    return isFree || exceptions.some(({ start, licence }) => name.startsWith(start) && license.includes(licence))
  }

  test('every package requires only attribution, or is a written exception', () => {
    expect(packages.length).toBeGreaterThan(200)
    expect(packages.filter((locked) => !isAllowed(locked)).map(({ name, license }) => `${name}: ${license}`)).toEqual(
      [],
    )
  })

  test('every exception is still needed', () => {
    const unused = exceptions.filter(({ start }) => !packages.some(({ name }) => name.startsWith(start)))
    expect(unused).toEqual([])
  })

  test.each(['GPL-3.0', 'AGPL-3.0-only', 'MIT AND GPL-2.0', 'SEE LICENSE IN LICENSE', 'BUSL-1.1', ''])(
    '"%s" is refused',
    (license) => {
      expect(
        isAllowed({
          name: 'something',
          license,
          optionalDependencies: {},
          link: false,
          dev: false,
          engines: { node: '*' },
        }),
      ).toBe(false)
    },
  )
})
