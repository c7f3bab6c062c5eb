import { readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path/posix'
import { type ESTree, parseSync } from 'vite'

/** One file of ours, parsed. Paths are relative to the root, with forward slashes. */
export interface Source {
  path: string
  text: string
  program: ESTree.Program
  imports: readonly Import[]
}

export interface Import {
  /** A path of this project if it is one (without extension), or the name of a package: `node:fs`, `jose`. */
  target: string
  /** The local names of the imports; empty for re-exports and dynamic imports. */
  names: readonly string[]
  /** A type import, which the compiler erases. */
  isType: boolean
}

const code = /\.(ts|tsx)$/

/** Every TypeScript file below these folders, and these files; without generated and installed code. */
export function readSources(...places: readonly string[]): readonly Source[] {
  return places.flatMap(filesOf).map((path) => parseSource(path, readFileSync(path, 'utf8')))
}

function filesOf(place: string): readonly string[] {
  const stat = statSync(place, { throwIfNoEntry: false })
  if (!stat) return []
  if (stat.isFile()) return [place]

  const entries = readdirSync(place, { recursive: true, encoding: 'utf8' }).map((entry) => entry.replaceAll('\\', '/'))
  return entries
    .filter((entry) => code.test(entry) && !/(^|\/)(generated|node_modules)\//.test(entry))
    .map((entry) => join(place, entry))
}

/** Also parses invented files: they test that a rule can fail. */
export function parseSource(path: string, text: string): Source {
  const { program, module, errors } = parseSync(path, text)
  if (errors[0]) throw new Error(`${path}: ${errors[0].message}`)

  const statics = module.staticImports.map(({ moduleRequest, entries }) => ({
    target: resolve(path, moduleRequest.value),
    names: entries.map((entry) => entry.localName.value),
    isType: entries.length > 0 && entries.every((entry) => entry.isType),
  }))
  const reexports = module.staticExports
    .flatMap(({ entries }) => entries)
    .flatMap(({ moduleRequest, isType }) =>
      moduleRequest ? [{ target: resolve(path, moduleRequest.value), names: [], isType }] : [],
    )
  const dynamics = module.dynamicImports.map(({ moduleRequest }) => ({
    target: resolve(path, text.slice(moduleRequest.start, moduleRequest.end).replace(/^['"`]|['"`]$/g, '')),
    names: [],
    isType: false,
  }))
  return { path, text, program, imports: [...statics, ...reexports, ...dynamics] }
}

function resolve(from: string, specifier: string): string {
  if (specifier.startsWith('@/')) return specifier.slice(2)
  if (specifier.startsWith('.')) return join(dirname(from), specifier)
  return specifier
}

/** `'use server'`, `'use client'`: the directives at the top of a file. */
export function directiveOf({ program }: Source): string | null {
  const [first] = program.body
  return first?.type === 'ExpressionStatement' && first.directive ? first.directive : null
}

/** Functions by the name under which a file exports them, `default` included; wrapped in a call (`cache(...)`) or not. */
export function exportedFunctions({ program }: Source): ReadonlyMap<string, ExportedFunction> {
  return new Map(program.body.flatMap(exportsOf))
}

export interface ExportedFunction {
  isAsync: boolean
  /** Null if the export is no function. */
  statements: readonly ESTree.Statement[] | null
}

const noFunction: ExportedFunction = { isAsync: false, statements: null }

function exportsOf(statement: ESTree.Program['body'][number]): [string, ExportedFunction][] {
  if (statement.type === 'ExportDefaultDeclaration') return [['default', functionOf(statement.declaration)]]
  if (statement.type !== 'ExportNamedDeclaration' || statement.exportKind === 'type') return []

  const { declaration } = statement
  if (declaration?.type === 'FunctionDeclaration') return [[declaration.id?.name ?? '', functionOf(declaration)]]
  if (declaration?.type === 'VariableDeclaration') {
    return declaration.declarations.map(({ id, init }) => [id.type === 'Identifier' ? id.name : '', functionOf(init)])
  }
  return statement.specifiers.map(({ exported }) => [exported.type === 'Identifier' ? exported.name : '', noFunction])
}

function functionOf(node: { type: string } | ESTree.Expression | null): ExportedFunction {
  if (!node || !('body' in node) || !('async' in node)) return noFunction
  const { body, async: isAsync } = node
  if (body && 'body' in body && Array.isArray(body.body)) return { isAsync, statements: body.body }
  return { isAsync, statements: [] }
}

/** The function that a statement calls first, awaited or not: `const session = await requireSession()`. */
export function calledBy(statement: ESTree.Statement | undefined): string | null {
  if (statement?.type === 'ExpressionStatement') return calleeOf(statement.expression)
  if (statement?.type === 'VariableDeclaration') return calleeOf(statement.declarations[0]?.init ?? null)
  if (statement?.type === 'ReturnStatement') return calleeOf(statement.argument)
  return null
}

/**
 * The function that a statement awaits or returns. A guard that is not awaited refuses only after the next statement
 * has begun.
 */
export function awaitedBy(statement: ESTree.Statement | undefined): string | null {
  if (statement?.type === 'ReturnStatement') return calledBy(statement)

  const called =
    statement?.type === 'ExpressionStatement'
      ? statement.expression
      : statement?.type === 'VariableDeclaration' && statement.declarations[0]?.init
  return called && called.type === 'AwaitExpression' ? calledBy(statement) : null
}

function calleeOf(expression: ESTree.Expression | null): string | null {
  if (expression?.type === 'AwaitExpression') return calleeOf(expression.argument)
  if (expression?.type !== 'CallExpression') return null
  return expression.callee.type === 'Identifier' ? expression.callee.name : null
}
