import { describe, expect, test } from 'vitest'
import {
  awaitedBy,
  calledBy,
  directiveOf,
  type ExportedFunction,
  exportedFunctions,
  parseSource,
  readSources,
  type Source,
} from '@/tests/support/source'

/**
 * Every export of a `'use server'` file is a public endpoint, and Next runs it on a POST to any page: only its own
 * first line protects it (ASVS 3.5.1).
 */
function problems(source: Source): readonly string[] {
  if (directiveOf(source) !== 'use server') return /['"]use server['"]/.test(source.text) ? ['a hidden action'] : []
  if (!source.path.endsWith('/actions.ts')) return ['actions outside of an actions.ts']

  return [...exportedFunctions(source)].flatMap(([name, { isAsync, statements }]) => {
    if (!isAsync || !statements) return [`${name} is no async function`]
    return asking(statements) === 'requireOwnOrigin' ? [] : [`${name} does not ask for its origin first`]
  })
}

/** In the lab it comes second: without a lab there is nothing to check. */
function asking([first, second]: NonNullable<ExportedFunction['statements']>): string | null {
  return awaitedBy(calledBy(first) === 'requireLab' ? second : first)
}

const sources = readSources('app', 'lib', 'middleware.ts')

test('[ASVS 3.5.1] every action lives in an actions.ts and asks on its first line whether one of our own pages sent it', () => {
  expect(sources.filter((source) => directiveOf(source) === 'use server')).not.toEqual([])
  expect(sources.flatMap((source) => problems(source).map((problem) => `${source.path}: ${problem}`))).toEqual([])
})

/**
 * The middleware refuses a call without a form, and Next omits what an action does not declare (lib/edge/form-body.ts).
 */
test('every action declares its form parameter', () => {
  const actions = sources.filter((source) => directiveOf(source) === 'use server')
  const signatures = actions.flatMap(({ text }) => text.match(/^export async function \w+\([^)]*\)/gm) ?? [])
  expect(signatures.length).toBeGreaterThan(8)
  expect(signatures.filter((signature) => !/\w+: FormData\)$/.test(signature))).toEqual([])
})

/** Actions that are bound to no account, each with the reason. */
const unbound: Readonly<Record<string, string>> = {
  loginAction: 'replaces the session of the browser, of any account',
  signupAction: 'is for visitors without an account',
  requestLinkAction: 'is for visitors who cannot log in', // feature: mail
  // feature: mail
  resetPasswordAction: 'is for the account of the code, from a mail',
  notMeAction: 'is for the account of the code, from a mail',
  restoreAddressAction: 'is for the account of the code, from a mail',
  confirmAddressAction: 'is for the account of the code, from a mail',
  // end
  // feature: second-factor
  secondFactorAction: 'is for the account of the challenge, before the login',
  secondFactorPasskeyAction: 'is for the account of the challenge, before the login',
  passkeyLoginAction: 'is for the account of the passkey, and replaces the session of the browser',
  // end
  logoutAction: 'ends the session of the browser, also from a tab that is older than an update',
  finishLogoutAction: 'takes ids of sessions that have ended',
  chooseLanguageAction: 'changes nothing of an account', // feature: chinese
  judgeAction: 'changes nothing', // feature: lab
}

const accountGuard =
  /await (getVisitor|getVisitorWhoAdds|getVisitorWhoEnds|getPermitted|getPermittedWhoEnds)\(([^()]*, )?form\)/

function unboundActions({ text }: Source): readonly string[] {
  const actions = text.split(/^export async function /m).slice(1)
  return actions.filter((action) => !accountGuard.test(action)).map((action) => action.match(/^\w+/)?.[0] ?? action)
}

test('every action is bound to the account that its form was rendered for, or states why not', () => {
  const actions = sources.filter((source) => directiveOf(source) === 'use server')
  expect(actions.flatMap(unboundActions).toSorted()).toEqual(Object.keys(unbound).toSorted())
})

/** `ActionForm` contains the field that the guard reads, and `useFormCall` handles a failing network. */
function bareForms({ path, text }: Source): readonly string[] {
  if (path === 'app/ui/form/call.tsx' || path === 'app/lab/target/page/target-form.tsx') return []
  const posts = /<form\b[^>]*?\baction=\{(?!routes\.)|\buseActionState\(/g
  return text.match(posts) ?? []
}

test('every form that calls an action is an ActionForm', () => {
  expect(sources.flatMap((source) => bareForms(source).map((form) => `${source.path}: ${form}`))).toEqual([])
})

test.each([
  ['a plain form element', '<form action={send}></form>', 1],
  ['a plain useActionState', 'const [state] = useActionState(act, idle)', 1],
  ['a search', '<form action={routes.admin} method="get"></form>', 0],
  ['an ActionForm', '<ActionForm call={call}></ActionForm>', 0],
])('a form is bare, or not: %s', (_, text, count) => {
  expect(bareForms({ ...parseSource('app/x/form.tsx', ''), text })).toHaveLength(count)
})

test.each([
  ['an action without a guard', 'await requireOwnOrigin()', 1],
  ['a guard that does not receive the form', 'await getVisitor(new FormData())', 1],
  ['a guard that receives it', 'await getVisitor(form)', 0],
  ['a permission that receives it', "await getPermitted('users:write', form)", 0],
])('an action is unbound, or not: %s', (_, body, count) => {
  const source = parseSource('app/x/actions.ts', `'use server'\nexport async function a(form) {\n ${body}\n}`)
  expect(unboundActions(source)).toHaveLength(count)
})

describe('a violation is found in', () => {
  const guarded = 'export async function endAction() { await requireOwnOrigin() }'

  test.each([
    ['an action without the guard', 'app/x/actions.ts', `'use server'\nexport async function a() { await act() }`],
    [
      'a guard that comes second',
      'app/x/actions.ts',
      `'use server'\nexport async function a() { x(); requireOwnOrigin() }`,
    ],
    [
      'a guard that is not awaited',
      'app/x/actions.ts',
      `'use server'\nexport async function a() { requireOwnOrigin() }`,
    ],
    ['an arrow function without the guard', 'app/x/actions.ts', `'use server'\nexport const a = async () => act()`],
    ['an export that is not a function', 'app/x/actions.ts', `'use server'\nexport const limit = 5`],
    ['a re-export', 'app/x/actions.ts', `'use server'\nexport { a } from './b'`],
    ['another file name', 'app/x/server.ts', `'use server'\n${guarded}`],
    ['an inline action', 'app/x/page.tsx', `export default function Page() { async function a() { 'use server' } }`],
  ])('%s', (_, path, text) => {
    expect(problems(parseSource(path, text))).toHaveLength(1)
  })

  test('a guarded action with types beside it has no violation', () => {
    const text = `'use server'\nexport type State = 'idle'\n${guarded}`
    expect(problems(parseSource('app/x/actions.ts', text))).toEqual([])
  })
})
