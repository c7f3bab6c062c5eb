import { parseArgs } from 'node:util'

/** The three models, by their names on the command line. */
export const models = ['sealed', 'stored', 'signed'] as const
export type Model = (typeof models)[number]

/**
 * A feature that can be left out. `folders` belong to the feature as a whole: a file that is added there is removed
 * with it. The rest of the feature stands between `feature: NAME` and `end` in other files.
 */
interface Feature {
  folders: readonly string[]
  /** Paths in the application's addresses. A test that uses one of them is a test of this feature. */
  paths?: readonly string[]
  /** Features that need this one, and are removed with it. */
  carries?: readonly string[]
  /** It compares the three models: it is removed with the first of them. */
  compares?: boolean
}

export const features: Readonly<Record<string, Feature>> = {
  lab: {
    folders: ['app/lab', 'app/api/lab', 'lib/lab', 'tests/lab', 'tests/unit/lab'],
    paths: ['/lab', '/api/lab'],
    compares: true,
  },
  choose: { folders: ['app/choose', 'tests/unit/choose'], paths: ['/choose'], compares: true },
  claims: {
    folders: ['app/claims', 'tests/unit/claims', 'tests/bench/claims/document.ts', 'docs/claims.md'],
    paths: ['/claims'],
    compares: true,
  },
  bench: {
    folders: [
      'lib/figures',
      'tests/bench',
      'tests/unit/bench',
      'docs/bench.json',
      'docs/claims.json',
      'app/_home/bars.svg',
      'docs/bench-dark.svg',
      'docs/bench-light.svg',
    ],
    carries: ['lab', 'choose', 'claims'],
    compares: true,
  },
  tokens: {
    folders: [
      'app/tokens',
      'app/api/token',
      'app/.well-known',
      'lib/server/tokens',
      'tests/unit/tokens',
      'tests/integration/tokens',
    ],
    paths: ['/tokens', '/api/token', '/.well-known/jwks.json'],
    carries: ['examples', 'lab'],
  },
  examples: { folders: ['examples', 'tests/integration/resource-server'] },
  admin: { folders: ['app/admin', 'lib/server/admin'], paths: ['/admin'], carries: ['required-factor'] },
  notes: { folders: ['app/api/notes', 'lib/server/api/notes'], paths: ['/api/notes'], carries: ['examples'] },
  notice: { folders: ['app/password-notice'] },
  mail: {
    folders: [
      'app/forgot-password',
      'app/reset-password',
      'app/verify-email',
      'app/account/address',
      'app/mailbox',
      'lib/db/mail',
      'lib/server/mail',
      'scripts/services/mail',
      'tests/unit/mail',
      'tests/integration/mail',
      'tests/security/mail',
      'tests/e2e/mail',
    ],
    paths: ['/forgot-password', '/reset-password', '/verify-email', '/mailbox'],
  },
  'second-factor': {
    folders: [
      'app/login/second-factor',
      'app/login/passkey',
      'app/account/security',
      'app/api/passkeys',
      'app/ui/form/one-time-code.tsx',
      'app/ui/passkeys',
      'scripts/database/seed-second-factor.ts',
      'lib/server/mail/factor-texts.ts',
      'lib/db/second-factor',
      'lib/server/second-factor',
      'tests/unit/second-factor',
      'tests/integration/second-factor',
      'tests/security/second-factor',
      'tests/e2e/second-factor',
      'tests/support/second-factor.ts',
    ],
    paths: ['/login/second-factor', '/account/security', '/api/passkeys/options'],
    carries: ['required-factor'],
  },
  'required-factor': { folders: [] },
  chinese: {
    folders: [
      'app/language',
      'lib/languages.ts',
      'lib/server/http/language.ts',
      'README.zh-CN.md',
      'tests/architecture/translations.json',
    ],
    compares: true,
  },
  events: { folders: ['lib/events', 'app/lab/events', 'docs/events.md', 'tests/integration/events'] },
  activity: { folders: [] },
  trace: { folders: [] },
  openapi: {
    folders: ['app/api/openapi.json', 'lib/server/api/openapi', 'tests/unit/openapi'],
    paths: ['/api/openapi.json'],
  },
}

/** Folders that contain one folder for each model, `FOLDER/MODEL`. */
const modelFolders = ['lib/session', 'lib/server/sessions', 'app/ui/models', 'tests/unit']

/** Useful only with more than one model: a visitor chooses a model, or a page compares them. */
const comparison = ['app/ui/models', 'app/choose']

/** The command itself, and files about the complete project. */
const own = [
  'scripts/keep',
  'scripts/keep.ts',
  'tests/keep',
  'tests/unit/keep',
  'tests/mutants',
  'docs/make-secrets.html',
]

export interface Plan {
  models: readonly Model[]
  /** Names of features that stay. */
  features: readonly string[]
  /** All names in marks whose regions are removed. */
  gone: ReadonlySet<string>
  /** Folders and files that are deleted. */
  folders: readonly string[]
  /** Paths of pages and handlers that are deleted. */
  paths: readonly string[]
  isDryRun: boolean
  isConfirmed: boolean
  /** Whether check, build and tests run at the end. */
  isVerified: boolean
}

export const usage = `npm run keep -- MODEL... [--without FEATURE,...] [--minimal] [--dry-run] [--yes] [--no-verify]

  MODEL        ${models.join(', ')}: one, two or all three
  --without    features to leave out: ${Object.keys(features).join(', ')}
  --minimal    leave out all features
  --dry-run    print what would be removed, and change nothing
  --yes        do not ask for confirmation
  --no-verify  do not run check, build and tests at the end
  --help       print this, and change nothing

For example: npm run keep -- stored --minimal`

const options = {
  without: { type: 'string', default: '' },
  minimal: { type: 'boolean', default: false },
  'dry-run': { type: 'boolean', default: false },
  yes: { type: 'boolean', default: false },
  'no-verify': { type: 'boolean', default: false },
} as const

/** @throws {Error} that names the unknown argument */
export function planFrom(args: readonly string[]): Plan {
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true })
  const kept = models.filter((model) => positionals.includes(model))
  const unknown = positionals.filter((name) => !models.some((model) => model === name))
  if (unknown.length > 0) throw new Error(`No such model: ${unknown.join(', ')}. There are ${models.join(', ')}.`)
  if (kept.length === 0) throw new Error('Name at least one model to keep.')

  const without = values.minimal ? Object.keys(features) : values.without.split(',').filter(Boolean)
  const wrong = without.filter((name) => !(name in features))
  if (wrong.length > 0)
    throw new Error(`No such feature: ${wrong.join(', ')}. There are ${Object.keys(features).join(', ')}.`)

  const left = featuresWithout(without, kept.length < models.length)
  return {
    ...planFor(kept, left),
    isDryRun: values['dry-run'],
    isConfirmed: values.yes,
    isVerified: !values['no-verify'],
  }
}

function featuresWithout(without: readonly string[], isPart: boolean): readonly string[] {
  const gone = new Set(without)
  for (const [name, { compares }] of Object.entries(features)) if (compares && isPart) gone.add(name)
  // Iterating a set includes the entries that are added meanwhile.
  for (const name of gone) for (const other of features[name]?.carries ?? []) gone.add(other)
  return Object.keys(features).filter((name) => !gone.has(name))
}

export function planFor(
  kept: readonly Model[],
  left: readonly string[],
): Omit<Plan, 'isDryRun' | 'isConfirmed' | 'isVerified'> {
  const goneModels = models.filter((model) => !kept.includes(model))
  const goneFeatures = Object.keys(features).filter((name) => !left.includes(name))
  const isOne = kept.length === 1
  // An access token is how a signed session is presented; in an Authorization header it belongs to the tokens.
  const hasBearer = left.includes('tokens') || kept.includes('signed')

  return {
    models: kept,
    features: left,
    gone: new Set([
      'keep',
      ...goneModels,
      ...goneFeatures,
      ...(isOne ? ['several'] : []),
      ...(goneModels.length > 0 ? ['three'] : []),
      ...(hasBearer ? [] : ['bearer']),
      ...(isOne && !hasBearer ? ['kinds'] : []),
    ]),
    folders: [
      ...own,
      ...goneModels.flatMap((model) => modelFolders.map((folder) => `${folder}/${model}`)),
      ...goneFeatures.flatMap((name) => features[name]?.folders ?? []),
      ...(isOne ? comparison : []),
      ...(goneModels.length > 0 ? ['docs/landing-dark.png', 'docs/landing-light.png'] : []),
      ...(hasBearer ? [] : ['lib/session/bearer', 'lib/server/sessions/bearer']),
    ],
    paths: goneFeatures.flatMap((name) => features[name]?.paths ?? []),
  }
}
