import { existsSync } from 'node:fs'
import type { Model, Plan } from './plan'
import { isBelow, listFiles, read, write } from './tree'

/** Replacements that marks cannot express, because they depend on the remaining model. */
type Rewriting = readonly [from: RegExp, to: string]

/** With one model, the code names its lifecycle directly instead of looking it up in a table. */
function forOneModel(model: Model, isOnlyKind: boolean): readonly Rewriting[] {
  const lifecycle = `${model}Lifecycle`
  const from = `import { ${lifecycle} } from '@/lib/server/sessions/${model}/lifecycle'`
  const both = isOnlyKind ? from : `import { lifecycleOf } from '@/lib/server/sessions/models'\n${from}`
  const tables: readonly Rewriting[] = [
    [/import \{ lifecycleOf, modelLifecycles \} from '@\/lib\/server\/sessions\/models'/g, both],
    [/import \{ modelLifecycles \} from '@\/lib\/server\/sessions\/models'/g, from],
    [/\bmodelLifecycles\[[\w.]+\]/g, lifecycle],
    [/\bstartSession\((?:arriving\.)?model, /g, 'startSession('],
    [/const \{ model, client \} = attempt/g, 'const { client } = attempt'],
    [/kind: 'login_failed', model, /g, `kind: 'login_failed', model: '${model}', `],
    [
      /const opened = await Promise\.all\(\[\s*(open\w+\(cookies, now, witness\)),\s*\]\)\s*return opened\.flat\(\)/g,
      'return $1',
    ],
    [/\bmodels\[0\]/g, `'${model}'`],
    [/\bz\.enum\(models\)/g, `z.literal('${model}')`],
    [
      /export const models = \[\s*'\w+',?\s*\] as const\nexport type Model = \(typeof models\)\[number\]/g,
      `export type Model = '${model}'`,
    ],
    [/The models by name\./g, 'The model by name.'],
  ]
  return isOnlyKind
    ? [
        ...tables,
        [/import \{ lifecycleOf \} from '@\/lib\/server\/sessions\/models'/g, from],
        [/lifecycleOf\(\w+(?:\.credential)?\)/g, lifecycle],
      ]
    : tables
}

/** A credential in the cookies is an access token only for a signed session. Without that model, its own name is enough. */
const withoutModelInJar = (model: string): readonly Rewriting[] => [
  [/import \{ modelInJar, /g, 'import { '],
  [/modelInJar\((\w+)\)/g, model],
]

/** Only a signed session sets an access token as a cookie, which another model must not use. */
const withoutMisplaced: readonly Rewriting[] = [
  [/\bconclude\(standing, presented\)/g, 'conclude(standing)'],
  [/\bconclude\(standing: Standing \| null, presented: Presented\)/g, 'conclude(standing: Standing | null)'],
]

/** Without rows the list of users counts no sessions, and needs no time. */
const withoutRows: readonly Rewriting[] = [
  [/\blistUsers\(search: UserSearch, now: number\)/g, 'listUsers(search: UserSearch)'],
  [/\blistUsers\((.*), (?:now|nowInSeconds\(\))\)/g, 'listUsers($1)'],
]

const withoutBearer: readonly Rewriting[] = [[/model: Model \| 'bearer'/g, 'model: Model']]

/** Without tokens only the result of a check counts, not what else the request presented. */
const withoutTokens: readonly Rewriting[] = [
  [/\bpresentedBy\((?:await headers\(\)|request\.headers|headers), /g, 'presentedBy('],
  [/\bpresentedBy\(headers: Pick<Headers, 'get'>, /g, 'presentedBy('],
  [/\brefuse\(request, (visitor|\{ verdict: 'revoked' \}), permission\)/g, 'refuse($1)'],
  [
    /refuse\(\{ headers \}: NextRequest, visitor: Refused, scope: Permission \| undefined\)/g,
    'refuse(visitor: Refused)',
  ],
  [/\bserve\(request, \{/g, 'serve({'],
  [/\bserve\(\s*request: NextRequest,/g, 'serve('],
]

function rewritingsFor({ models, gone }: Plan): readonly Rewriting[] {
  const [only] = models.length === 1 ? models : []
  const hasMisplaced = !only && !gone.has('signed') && !gone.has('tokens')
  return [
    ...(gone.has('stored') && gone.has('signed') ? withoutRows : []),
    ...(gone.has('bearer') ? [...withoutModelInJar('$1.model'), ...withoutBearer] : []),
    ...(only && only !== 'signed' ? withoutModelInJar(`'${only}'`) : []),
    ...(hasMisplaced ? [] : withoutMisplaced),
    ...(gone.has('tokens') ? withoutTokens : []),
    ...(only ? forOneModel(only, gone.has('kinds')) : []),
  ]
}

export function rewriteForModels(plan: Plan): void {
  const rewritings = rewritingsFor(plan)
  for (const path of listFiles().filter(
    (file) => isBelow(file, ['app', 'lib', 'scripts', 'tests']) && /\.tsx?$/.test(file),
  )) {
    if (!existsSync(path)) continue
    write(
      path,
      rewritings.reduce((text, [from, to]) => text.replace(from, to), read(path)),
    )
  }
}
