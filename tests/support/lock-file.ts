import { readFileSync } from 'node:fs'
import * as z from 'zod'

const Names = z.record(z.string(), z.string()).default({})

/** Old packages write a list, which npm does not read. */
const Engines = z.object({ node: z.string().default('*') }).catch({ node: '*' })

const Locked = z.object({
  version: z.string().optional(),
  license: z.string().optional(),
  optionalDependencies: Names,
  os: z.array(z.string()).optional(),
  cpu: z.array(z.string()).optional(),
  libc: z.array(z.string()).optional(),
  link: z.boolean().default(false),
  dev: z.boolean().default(false),
  engines: Engines,
})
export type Locked = z.infer<typeof Locked> & { name: string }

const LockFile = z.object({ packages: z.record(z.string(), Locked) })

const Manifest = z.object({
  packageManager: z.string().default(''),
  dependencies: Names,
  devDependencies: Names,
  overrides: Names,
  engines: Engines,
})

/** The packages that `npm ci` installs on some platform: every package of the lock file. */
export function readLockFile(text = readFileSync('package-lock.json', 'utf8')): readonly Locked[] {
  const { packages } = LockFile.parse(JSON.parse(text))
  return Object.entries(packages)
    .filter(([path, { link }]) => path.includes('node_modules/') && !link)
    .map(([path, locked]) => ({ ...locked, name: path.replace(/^.*node_modules\//, '') }))
}

/** The folders that `npm ci --omit=dev` leaves out. */
export function developmentPaths(text = readFileSync('package-lock.json', 'utf8')): readonly string[] {
  const { packages } = LockFile.parse(JSON.parse(text))
  return Object.keys(packages).filter((path) => packages[path]?.dev)
}

export function readManifest(text = readFileSync('package.json', 'utf8')): z.infer<typeof Manifest> {
  return Manifest.parse(JSON.parse(text))
}
