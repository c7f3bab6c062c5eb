import { createHash } from 'node:crypto'
import type { Command } from '@/scripts/services/upstash/backend'
import { refusedOptions } from '@/scripts/services/upstash/refusals'
import type { Chance } from '@/tests/integration/support/upstash-fuzz/chance'
import { randomCommand } from '@/tests/integration/support/upstash-fuzz/commands'
import { numberOf, textOf } from '@/tests/integration/support/upstash-fuzz/expressions'
import { luaText } from '@/tests/integration/support/upstash-fuzz/lua-text'

/** A number where the argument is one, half the time: scripts compute their arguments. */
function argument(chance: Chance, word: string): string {
  if (chance.is(0.03)) return numberOf(chance, 2)
  return /^-?[1-9]\d{0,17}$/.test(word) && chance.is(0.5) ? word : luaText(word)
}

/** A script could hide a refusal, and continue with other answers than those of Redis. */
function randomWords(chance: Chance): readonly string[] {
  const words = randomCommand(chance)
  const isRefused = refusedOptions[words[0].toUpperCase()]?.some((option) =>
    words.join(' ').toUpperCase().includes(option),
  )
  return isRefused ? ['PING'] : words
}

function callOf(chance: Chance, how: 'call' | 'pcall'): string {
  const words = randomWords(chance)
  return `redis.${how}(${words.map((word) => argument(chance, word)).join(', ')})`
}

const errors = [
  "error('stop')",
  "error({ err = 'MINE one' })",
  "error(redis.error_reply('MINE two'))",
  "error('two\\nlines')",
  'return nonsense',
  'misspelt = 1',
  'return nil + 1',
  'return {} .. 1',
  "return ('x'):rep({})",
  "return string.format('%d', 'x')",
  'return string.sub()',
  "return ('x'):format() + 1",
  "return math.floor('x')",
  'return table.concat({ {} })',
  "return tonumber('1', 99)",
  'return unpack({}, 1, 1e8)',
  'string.sub = 1',
  "return redis.call('GET')",
  'return redis.call()',
  "return redis.call('GET', {})",
  "return redis.call('GET', true)",
  "assert(false, 'no')",
  'assert(nil)',
  'return select(0)',
  'this is no Lua',
  'return 1 +',
  "local function f() error('deep', 2) end\nf()",
  'return redis.sha1hex()',
  'return redis.log(1)',
  "return redis.log(9, 'x')",
  'return redis.error_reply()',
]

const replies = [
  'return { 1, 2, nil, 4 }',
  'return { 1, false, true, { 3.7, -3.7, "x" } }',
  "return { ok = 'FINE' }",
  "return { err = 'MINE three' }",
  "return { err = 'single' }",
  "return redis.error_reply('single')",
  "return redis.error_reply('two words')",
  "return redis.error_reply('-DASH word')",
  "return redis.status_reply('FINE')",
  "return { redis.status_reply('A'), 1 }",
  'return { KEYS[1], ARGV[1], ARGV[2], #ARGV, #KEYS }',
  'return {}',
  "return ''",
  'return nil',
  'return true',
  'return print == nil',
  'return redis.nothing',
  'return function() end',
  "return redis.sha1hex('é')",
  'return { x = 1 }',
  'return _VERSION',
  'return { redis.LOG_DEBUG, redis.LOG_WARNING, type(redis.call), type(string), type(_G) }',
  'KEYS[1] = 5 return KEYS',
  'return #KEYS[1]',
]

/** Each with its weight by frequency. */
const kinds: ReadonlyArray<(chance: Chance) => string> = [
  (chance) => `return ${callOf(chance, 'call')}`,
  (chance) =>
    `local r = ${callOf(chance, 'pcall')}\nif type(r) == 'table' and r.err then return 'refused: ' .. r.err end\nreturn r`,
  (chance) => `${callOf(chance, 'call')}\n${callOf(chance, 'call')}\nreturn { ${callOf(chance, 'pcall')} == false }`,
  (chance) => `local r = ${callOf(chance, 'call')}\nreturn { type(r), r }`,
  (chance) =>
    `local fine, r = pcall(redis.call, ${callOf(chance, 'call').slice('redis.call('.length)}\nreturn { fine, type(r) }`,
  (chance) => `local n = ${numberOf(chance, 3)}\nreturn { tostring(n), n }`,
  (chance) => `return ${numberOf(chance, 4)}`,
  (chance) => `return tostring(${numberOf(chance, 4)})`,
  (chance) => `return ${textOf(chance, 3)}`,
  (chance) => `return { ${textOf(chance, 2)}, ${textOf(chance, 2)} }`,
  (chance) =>
    `local t = 0\nfor i = ${numberOf(chance, 0)}, ${numberOf(chance, 0)}, ${numberOf(chance, 0)} do\n t = t + 1 if t > 50 then break end\nend\nreturn t`,
  (chance) => `redis.call('SET', KEYS[1], ${numberOf(chance, 2)})\nreturn redis.call('GET', KEYS[1])`,
  (chance) => chance.of(errors),
  (chance) => chance.of(replies),
]

const sources = ['return 1', 'return ARGV[1]', 'this is no Lua', '#!lua', "return redis.call('INCR', KEYS[1])"]
const sha = (source: string) => createHash('sha1').update(source).digest('hex')

/** By hash, loaded or not, and with numbers of keys that are none. */
function randomScripting(chance: Chance): Command {
  const source = chance.of(sources)
  const hash = chance.of([sha(source), sha(source).toUpperCase(), 'f'.repeat(40), 'x', ''])
  const count = chance.of(['0', '1', '2', '3', '-1', '01', 'x', '', '9223372036854775807'])
  return chance.of<Command>([
    ['EVALSHA', hash, count, 'k1', 'v'],
    ['EVAL', source, count, 'k1', 'v'],
    ['evalsha', hash, '0'],
    ['SCRIPT', 'LOAD', source],
    ['script', 'exists', hash, sha('return 1')],
    ['SCRIPT', chance.of(['LOAD', 'EXISTS'])],
    ['SCRIPT', 'LOAD', source, source],
    [chance.of(['EVAL', 'EVALSHA', 'SCRIPT'])],
    ['EVAL', source],
  ])
}

export function randomScript(chance: Chance): Command {
  if (chance.is(0.1)) return randomScripting(chance)
  const source = chance.of(kinds)(chance)
  const first = chance.is(0.05)
    ? `${chance.of(['#!lua', '#!lua flags=allow-oom', '#!lua flags=zz', '#!zz', '#!lua x=1'])}\n`
    : ''
  return ['EVAL', first + source, '1', chance.of(['k1', 'k2', 'h1', 'é']), chance.of(['', 'v', '1.5', '日本']), 'w']
}
