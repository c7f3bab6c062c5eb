import { type ESTree, parseSync } from 'vite'

/** A part of a file that can be removed: start inclusive, end exclusive. */
interface Part {
  start: number
  end: number
}

type Node = ESTree.Node

const calls = new Set(['test', 'it', 'describe'])

function isNode(value: unknown): value is Node {
  return (
    typeof value === 'object' && value !== null && 'type' in value && 'start' in value && typeof value.type === 'string'
  )
}

/** Child nodes, in no particular order. */
function below(node: Node): Node[] {
  return Object.values(node).flat().filter(isNode)
}

/** From the file down to the innermost node at this place. */
function pathTo(node: Node, at: number): Node[] {
  const next = below(node).find((child) => child.start <= at && at < child.end)
  return next ? [node, ...pathTo(next, at)] : [node]
}

/** `test`, `test.each(...)`, `describe.skipIf(...)`: the name at the start. */
function calleeOf(node: Node): string | null {
  if (node.type === 'ExpressionStatement') return calleeOf(node.expression)
  if (node.type === 'CallExpression') return calleeOf(node.callee)
  if (node.type === 'TaggedTemplateExpression') return calleeOf(node.tag)
  if (node.type === 'MemberExpression') return calleeOf(node.object)
  return node.type === 'Identifier' ? node.name : null
}

const isTestCall = (node: Node) => node.type === 'ExpressionStatement' && calls.has(calleeOf(node) ?? '')

const removable = new Set([
  'SwitchCase',
  'TSPropertySignature',
  'TSMethodSignature',
  'TSEnumMember',
  'ImportSpecifier',
  'ExportSpecifier',
  'MethodDefinition',
  'PropertyDefinition',
])

/** A list or an object in the code, of which one element can be removed. */
const isList = (node: Node) => node.type === 'ArrayExpression' || node.type === 'ObjectExpression'

/**
 * The part to remove when the code at this place no longer compiles: an import, an element of a table, a case, a member
 * of a type, a test, or else the statement at the top of the file. The next round finds the code that used it.
 */
function partAt(program: ESTree.Program, at: number): Part | null {
  const path = pathTo(program, at)
  const innermostTest = path.findLastIndex(isTestCall)
  const from = innermostTest + 1
  // Within a test, the smallest part is the test itself, or a row of its table.
  const table = path.findIndex((node, index) => index >= from && isList(node) && isTable(path, index, innermostTest))
  const element = table === -1 ? undefined : path[table + 1]
  if (element) return element
  const member = path.findLastIndex((node) => removable.has(node.type))
  if (innermostTest === -1 && member !== -1) return importOrMember(path, member)
  if (innermostTest !== -1) return path[innermostTest] ?? null
  return path[1] ?? null
}

/** The table of `each`, or the outermost list of a declaration at the top of a file. */
function isTable(path: readonly Node[], index: number, test: number): boolean {
  const parent = path[index - 1]
  if (test !== -1)
    return parent?.type === 'CallExpression' && parent.callee.type === 'MemberExpression' && isEach(parent.callee)
  const between = path.slice(2, index).map(({ type }) => type)
  return between.every((type) =>
    ['VariableDeclaration', 'VariableDeclarator', 'TSAsExpression', 'TSSatisfiesExpression'].includes(type),
  )
}

const isEach = (node: ESTree.MemberExpression) => node.property.type === 'Identifier' && node.property.name === 'each'

function importOrMember(path: readonly Node[], member: number): Part | null {
  const node = path[member]
  const declaration = path[member - 1]
  const isList = declaration?.type === 'ImportDeclaration' || declaration?.type === 'ExportNamedDeclaration'
  if (isList && declaration.specifiers.length === 1) return declaration
  return node ?? null
}

/** Includes the comment above a statement, and the comma after an element. */
function widen(text: string, { start, end }: Part): Part {
  const behind = /^\s*,/.exec(text.slice(end))
  const last = behind ? end + behind[0].length : end
  const above =
    /(?:^|\n)((?:[ \t]*(?:\/\/[^\n]*|\/\*(?:(?!\*\/)[\s\S])*\*\/)\n)*)[ \t]*(?:export (?:default )?)?$/.exec(
      text.slice(0, start),
    )
  const first = above ? above.index + (above[0].startsWith('\n') ? 1 : 0) : start
  return { start: first, end: last }
}

/**
 * The innermost property of an object: one that its type no longer has, or that names deleted code. If its value was
 * made for the test (a call, a template), the whole test is removed.
 */
function propertyAt(program: ESTree.Program, at: number): Part | null {
  const property = pathTo(program, at).findLast((node) => node.type === 'Property')
  const isMade =
    property?.type === 'Property' && /^(TemplateLiteral|CallExpression|AwaitExpression)$/.test(property.value.type)
  return (isMade ? partAt(program, at) : property) ?? null
}

const declarations = new Set([
  ...['VariableDeclaration', 'FunctionDeclaration', 'ClassDeclaration'],
  ...['TSInterfaceDeclaration', 'TSTypeAliasDeclaration', 'ImportSpecifier', 'ImportDeclaration'],
])

/** The innermost declaration, or the entry of a pattern, of an unused name. */
function declarationAt(program: ESTree.Program, at: number): Part | null {
  const path = pathTo(program, at)
  const index = path.findLastIndex((node, place) => declarations.has(node.type) || isInPattern(node, path[place - 1]))
  return index === -1 ? null : importOrMember(path, index)
}

const isInPattern = (node: Node, parent?: Node) => node.type === 'Property' && parent?.type === 'ObjectPattern'

/** Whether this place is at the top level of the file, and not inside a function. */
export function isAtTop(path: string, text: string, at: number): boolean {
  const inside = pathTo(parseSync(path, text).program, at).slice(1)
  const within = ['BlockStatement', 'ArrowFunctionExpression', 'FunctionExpression', 'ClassBody', 'StaticBlock']
  return !inside.some(({ type }) => within.includes(type))
}

/** The kind of removal: everything that needs it, an excess property, a deleted key, or an unused name. */
export interface Fault {
  at: number
  kind: 'broken' | 'property' | 'key' | 'unused'
}

const keyAt = (program: ESTree.Program, at: number): Part | null =>
  pathTo(program, at).findLast((node) => node.type === 'Property') ?? null

const finders = { broken: partAt, property: propertyAt, key: keyAt, unused: declarationAt }

/** @param faults places that no longer compile. @returns the text without the parts that contain them */
export function removeAt(path: string, text: string, faults: readonly Fault[]): string {
  const { program } = parseSync(path, text)
  return takeOut(
    text,
    faults.flatMap(({ at, kind }) => finders[kind](program, at) ?? []),
  )
}

function takeOut(text: string, found: readonly Part[]): string {
  const parts = found.map((part) => widen(text, part))
  const outermost = parts.filter((part) => !parts.some((other) => other !== part && holds(other, part, parts)))
  return outermost
    .toSorted((a, b) => b.start - a.start)
    .reduce((left, { start, end }) => left.slice(0, start) + left.slice(end), text)
}

function holds(outer: Part, inner: Part, parts: readonly Part[]): boolean {
  const isSame = outer.start === inner.start && outer.end === inner.end
  if (isSame) return parts.indexOf(outer) < parts.indexOf(inner)
  return outer.start <= inner.start && inner.end <= outer.end
}

/** Removes groups without a test, empty functions, and empty patterns. */
export function dropEmptyGroups(path: string, text: string): string {
  const { program } = parseSync(path, text)
  const empty = findAll(program, isEmptyGroup)
  return empty.length === 0 ? text : dropEmptyGroups(path, takeOut(text, empty))
}

function isEmptyGroup(node: Node): boolean {
  if (node.type === 'VariableDeclaration')
    return node.declarations.every(({ id }) => id.type === 'ObjectPattern' && id.properties.length === 0)
  if (node.type === 'ExportNamedDeclaration')
    return node.declaration?.type === 'FunctionDeclaration' && hasEmptyBody(node.declaration)
  if (node.type === 'FunctionDeclaration') return hasEmptyBody(node)
  if (node.type !== 'ExpressionStatement' || node.expression.type !== 'CallExpression') return false
  const body = node.expression.arguments.at(-1)
  const isFunction = body?.type === 'ArrowFunctionExpression' || body?.type === 'FunctionExpression'
  return (
    calleeOf(node) === 'describe' &&
    isFunction &&
    body.body?.type === 'BlockStatement' &&
    !contains(body.body, isTestCall)
  )
}

const hasEmptyBody = ({ body }: ESTree.Function) =>
  body !== null && body.type === 'BlockStatement' && body.body.length === 0

function findAll(node: Node, is: (node: Node) => boolean): Node[] {
  return is(node) ? [node] : below(node).flatMap((child) => findAll(child, is))
}

/** Whether a file has anything but imports. */
export function hasCode(path: string, text: string): boolean {
  const { program } = parseSync(path, text)
  return program.body.some(({ type }) => type !== 'ImportDeclaration')
}

/** Whether a test file still has a test. */
export function hasTests(path: string, text: string): boolean {
  const { program } = parseSync(path, text)
  return contains(
    program,
    (node) => node.type === 'ExpressionStatement' && ['test', 'it'].includes(calleeOf(node) ?? ''),
  )
}

function contains(node: Node, is: (node: Node) => boolean): boolean {
  return is(node) || below(node).some((child) => contains(child, is))
}

interface Gone {
  isGone: (text: string) => boolean
  isGoneKey: (key: string) => boolean
}

/** Strings, template texts and keys of objects that name deleted features. */
export function findTexts(path: string, text: string, { isGone, isGoneKey }: Gone): Fault[] {
  const { program } = parseSync(path, text)
  const namesGone = (node: Node): boolean => {
    if (node.type === 'Literal') return typeof node.value === 'string' && isGone(node.value)
    return node.type === 'TemplateElement' && isGone(node.value.cooked ?? node.value.raw)
  }
  const search = (node: Node): Fault[] => {
    if (node.type === 'ImportDeclaration') return []
    if (isKey(node, isGoneKey)) return [{ at: node.start, kind: 'key' }]
    return namesGone(node) ? [{ at: node.start, kind: 'broken' }] : below(node).flatMap(search)
  }
  return search(program)
}

const isKey = (node: Node, isGoneKey: Gone['isGoneKey']) =>
  node.type === 'Property' && node.key.type === 'Identifier' && isGoneKey(node.key.name)
