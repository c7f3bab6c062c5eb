import { existsSync } from 'node:fs'
import type { Model, Plan } from './plan'
import { isBelow, listFiles, read, write } from './tree'

/** What a mark cannot say, because it depends on which model stays. */
type Rewriting = readonly [from: RegExp, to: string]

/** A table of one is no table: the code names what was looked up in it. */
function forOneModel(model: Model, isOnlyKind: boolean): readonly Rewriting[] {
  const lifecycle = `${model}Lifecycle`
  const from = `import { ${lifecycle} } from '@/lib/server/sessions/${model}/lifecycle'`
  const tables: readonly Rewriting[] = [
    [/import \{ modelLifecycles \} from '@\/lib\/server\/sessions\/models'/g, from],
    [/\bmodelLifecycles\[[\w.]+\]/g, lifecycle],
    [/\bstartSession\((?:attempt\.)?model, /g, 'startSession('],
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

/** Which model an access token without its cookies belongs to: only a signed session leaves one behind. */
const withoutSigned = (hasBearer: boolean): readonly Rewriting[] =>
  hasBearer
    ? [[/model === 'bearer' \? 'signed' : model/g, "model === 'bearer' ? models[0] : model"]]
    : [
        [/import \{ modelInJar, /g, 'import { '],
        [/modelInJar\((\w+)\)/g, '$1.model'],
      ]

const withoutBearer: readonly Rewriting[] = [[/model: Model \| 'bearer'/g, 'model: Model']]

/** Without tokens only the result of a check counts, not what else the request presented. */
const withoutTokens: readonly Rewriting[] = [
  [/\bconclude\(standing, presented\)/g, 'conclude(standing)'],
  [/\bconclude\(standing: Standing \| null, presented: Presented\)/g, 'conclude(standing: Standing | null)'],
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

export function rewriteForModels({ models, gone }: Plan): void {
  const [only] = models.length === 1 ? models : []
  const rewritings = [
    ...(gone.has('signed') ? withoutSigned(!gone.has('bearer')) : []),
    ...(gone.has('bearer') ? withoutBearer : []),
    ...(gone.has('tokens') ? withoutTokens : []),
    ...(only ? forOneModel(only, gone.has('kinds')) : []),
  ]
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
