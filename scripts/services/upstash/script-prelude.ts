import { grammar } from './grammar'

/** Commands whose arguments a script may compute: the cheap, common ones. Others are refused by name. */
const callable = Object.entries(grammar).filter(([name]) => !['SCAN', 'FLUSHALL', 'FLUSHDB'].includes(name))

const luaSet = (words: readonly string[]) => `{${words.map((word) => `${word}=true`).join(',')}}`
const commands = callable.map(([name, { args, holds, counts, empties, flags, options, rest }]) => {
  const words = luaSet([...Object.keys(flags ?? {}), ...Object.keys(options ?? {})])
  const parts = [`words=${words}`, `fixed=${args.length}`, `max=${rest || options ? 99999 : args.length}`]
  if (holds) parts.push(`holds='${holds}'`)
  if (counts) parts.push('counts=true')
  if (empties) parts.push('empties=true')
  return `${name}={${parts.join(',')}}`
})

/**
 * Makes the mock's Lua keep Redis's rules ("Lua API reference"): arguments are strings, a missing reply is false and
 * an empty one is not, an error is raised as one, globals cannot be misspelled. Replies leave as JSON, because the
 * mock itself would cut them differently (3.7 is 3, true is 1, a list ends at nil).
 */
const prelude = `
local call, null = call, nil
local commands = {${commands.join(',')}}
local function word(value)
  if math.type(value) == 'integer' then return string.format('%d', value) end
  if type(value) == 'number' and value % 1 == 0 and math.abs(value) < 1e15 then return string.format('%.0f', value) end
  if type(value) == 'number' then return string.format('%.17g', value) end
  if type(value) == 'string' then return value end
  error('ERR Lua redis lib command arguments must be strings or integers', 0)
end
local function ask(...)
  local reply = call(true, ...)
  if type(reply) ~= 'userdata' then return reply end
  if reply[0] == 'error' then error((string.gsub(reply[1], '^%a*Error: ', '')), 0) end
  local list = {}
  for i = 1, #reply do list[i] = type(reply[i]) ~= 'userdata' and reply[i] or false end
  return list
end
local function perform(given, ...)
  local name = string.upper(given)
  local shape = commands[name]
  if not shape then error("ERR Command is not available over the embedded store: '" .. name .. "'", 0) end
  local args = {...}
  if #args < shape.fixed or #args > shape.max then
    error("ERR wrong number of arguments for '" .. string.lower(name) .. "' command", 0)
  end
  for i = 1, #args do
    args[i] = word(args[i])
    local upper = string.upper(args[i])
    if i > shape.fixed and shape.words[upper] then args[i] = upper end
  end
  local kind = shape.holds and ask('type', args[1])
  if kind and kind ~= 'none' and kind ~= shape.holds then
    error('WRONGTYPE Operation against a key holding the wrong kind of value', 0)
  end
  if shape.counts and kind == 'string' and not string.match(ask('get', args[1]) or '', '^-?%d+$') then
    error('ERR value is not an integer or out of range', 0)
  end
  local reply = ask(string.lower(name), table.unpack(args))
  if shape.empties and ask('zcard', args[1]) == 0 then ask('del', args[1]) end
  if reply == 'OK' and (name == 'SET' or name == 'MSET' or name == 'SETEX') then return { ok = 'OK' } end
  if name == 'TYPE' then return { ok = reply } end
  if reply == nil and name == 'GET' and kind == 'string' then return '' end
  if reply == nil and name == 'HGET' and ask('hexists', args[1], args[2]) == 1 then return '' end
  if reply == nil then return false end
  return reply
end
local redis = {}
redis.call = function(...) return perform(...) end
redis.pcall = function(...)
  local fine, reply = pcall(perform, ...)
  if fine then return reply end
  return { err = reply }
end
redis.error_reply = function(text) return { err = text } end
redis.status_reply = function(text) return { ok = text } end
local function quoted(text)
  return '"' .. string.gsub(text, '[%c"\\\\]', function(c) return string.format('\\\\u%04x', string.byte(c)) end) .. '"'
end
local function json(value)
  if type(value) == 'string' then return quoted(value) end
  if type(value) == 'number' then return string.format('%d', value < 0 and math.ceil(value) or math.floor(value)) end
  if value == true then return '1' end
  if type(value) ~= 'table' then return 'null' end
  if value.err then return '{"error":' .. quoted(value.err) .. '}' end
  if value.ok then return quoted(value.ok) end
  local items = {}
  for i = 1, #value do
    if value[i] == nil then break end
    items[i] = json(value[i])
  end
  return '[' .. table.concat(items, ',') .. ']'
end
local safe = { redis = redis, KEYS = KEYS, ARGV = ARGV, unpack = table.unpack, string = string, table = table,
  math = math, tonumber = tonumber, tostring = function(value)
    return type(value) == 'number' and word(value) or tostring(value)
  end, type = type, pairs = pairs, ipairs = ipairs, next = next, select = select, error = error, pcall = pcall,
  assert = assert, setmetatable = setmetatable, getmetatable = getmetatable, rawget = rawget, rawset = rawset }
setmetatable(safe, {
  __index = function(_, name) error("Script attempted to access nonexistent global variable '" .. name .. "'", 0) end,
  __newindex = function() error('Attempt to modify a readonly table', 0) end })
`

/** Long brackets of a level that the source itself does not use. */
function luaString(source: string): string {
  let level = '='
  while (source.includes(`]${level}]`)) level += '='
  return `[${level}[\n${source}]${level}]`
}

/** A script that answers `{"reply": ...}` or `{"error": "..."}` as JSON text. */
export function wrapScript(source: string): string {
  // `#!lua flags=...` is Redis 7's; an older Lua reads a comment there at best.
  const body = source.replace(/^#![^\n]*/, '')
  return `${prelude}
local script, problem = load(${luaString(body)}, '=user_script', 't', safe)
if not script then return '{"error":' .. quoted('ERR Error compiling script (new function): ' .. problem) .. '}' end
local fine, reply = pcall(script)
if fine then return '{"reply":' .. json(reply) .. '}' end
if type(reply) == 'table' then reply = reply.err end
reply = tostring(reply)
if not string.match(reply, '^%u+ ') then reply = 'ERR ' .. reply end
return '{"error":' .. quoted(reply) .. '}'`
}
