import { refusalText, refusedGlobals, refusedMembers } from '../refusals'
import { luaType } from './reading'
import type { LuaFunction } from './redis-library'

const globals = [
  ...['assert', 'error', 'getmetatable', 'ipairs', 'next', 'pairs', 'rawequal', 'rawget', 'rawset'],
  ...['select', 'setmetatable', 'tonumber', 'tostring', 'type', 'unpack', '_VERSION'],
]
const libraries = ['coroutine', 'math', 'redis', 'string', 'table']

const quoted = (words: readonly string[]) => `{${words.map((word) => `'${word}'`).join(',')}}`
const removed = Object.entries(refusedMembers).map(([library, names]) => `${library}=${quoted(names)}`)

/**
 * The globals of a script, and Redis's own error handler. An empty table with a metatable stands in front of each full
 * one: Lua 5.1 has no read-only tables, and this way a write or a misspelt name calls a function of the host.
 */
export const sandbox = `
local host, KEYS, ARGV = ...
local getinfo, setmetatable = debug.getinfo, setmetatable
redis = host.redis
redis.LOG_DEBUG, redis.LOG_VERBOSE, redis.LOG_NOTICE, redis.LOG_WARNING = 0, 1, 2, 3
local function guarded(members)
  return setmetatable({}, { __index = members, __newindex = host.readonly, __metatable = false })
end
for library, names in pairs({${removed.join(',')}}) do
  for _, name in ipairs(names) do _G[library][name] = nil end
  setmetatable(_G[library], { __index = host['missing_' .. library] })
end
local known = { KEYS = KEYS, ARGV = ARGV }
for _, name in ipairs(${quoted(globals)}) do known[name] = _G[name] end
known.pcall = host.pcall
for _, name in ipairs(${quoted(libraries)}) do known[name] = guarded(_G[name]) end
local env = guarded(known)
known._G = env
setmetatable(known, { __index = host.missing_global })
local function handler(err)
  local i = getinfo(2, 'nSl')
  if i and i.what == 'C' then i = getinfo(3, 'nSl') end
  if type(err) ~= 'table' then err = { err = 'ERR ' .. tostring(err) } end
  if i then
    err.source = i.source
    err.line = i.currentline
  end
  return err
end
return env, handler`

const readonly: LuaFunction = (stack) => stack.raiseAt(1, 'Attempt to modify a readonly table')

const missingGlobal: LuaFunction = (stack) => {
  const name = stack.text(2)
  if (refusedGlobals.includes(name)) return stack.raiseAt(1, refusalText(name).slice('ERR '.length))
  return stack.raiseAt(1, `Script attempted to access nonexistent global variable '${name}'`)
}

const missingMember =
  (library: string): LuaFunction =>
  (stack) => {
    const name = stack.textOrNull(2) ?? ''
    if (!refusedMembers[library]?.includes(name)) return 0
    return stack.raiseAt(1, refusalText(`${library}.${name}`).slice('ERR '.length))
  }

/** Redis's own `pcall`, for scripts from before errors were tables: it returns the message alone. */
const pcall: LuaFunction = (stack) => {
  const isFine = stack.call(stack.top - 1, 0)
  if (!isFine && stack.type(-1) === luaType.table) {
    stack.pushField(-1, 'err')
    if (stack.textOrNull(-1) === null) stack.top -= 1
    else stack.replace(-2)
  }
  stack.pushBoolean(isFine)
  stack.insert(1)
  return stack.top
}

export const sandboxFunctions: Readonly<Record<string, LuaFunction>> = {
  readonly,
  pcall,
  missing_global: missingGlobal,
  ...Object.fromEntries(Object.keys(refusedMembers).map((name) => [`missing_${name}`, missingMember(name)])),
}
