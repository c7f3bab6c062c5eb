import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Backend } from '@/scripts/services/upstash/backend'
import { openMemory } from '@/scripts/services/upstash/memory-backend'

/* Scripts in memory: ones without an end, and the parts of Redis's Lua that are refused. */

let memory: Backend
beforeAll(async () => {
  memory = await openMemory({ scriptLimit: 200 })
})
afterAll(() => memory.close())

const evaluate = (source: string) => memory.run(['EVAL', source, '0'])

test.each([
  ['a loop', 'while true do end'],
  ['a loop past 2^31', 'for i = 2 ^ 31 - 2, 2 ^ 53 do end'],
  ['a loop that catches errors', 'while true do pcall(function() while true do end end) end'],
  ['a loop in a coroutine', 'coroutine.wrap(function() while true do end end)()'],
  ['a loop of coroutines', 'while true do coroutine.resume(coroutine.create(function() while true do end end)) end'],
  ['a loop of commands', "while true do redis.call('INCR', 'n') end"],
  ['calls without an end', 'local function f() return f() end return f()'],
])('%s is ended with an error, and the next script is answered', async (_, source) => {
  await expect(evaluate(source)).rejects.toThrow('the script ran for longer than 200 milliseconds')
  expect(await evaluate('return 1')).toBe(1)
})

test('a recursion that is too deep is an error', async () => {
  await expect(evaluate('local function f() return 1 + f() end return f()')).rejects.toThrow('stack overflow')
})

test.each([
  ...['cjson', 'bit', 'struct', 'cmsgpack', 'loadstring', 'xpcall', 'collectgarbage'],
  ...['math.random', 'redis.setresp', 'redis.REDIS_VERSION', 'string.dump'],
])('a script that uses %s is refused as not supported', async (name) => {
  await expect(evaluate(`return ${name}`)).rejects.toThrow(`'${name}' is not supported by the embedded Redis`)
})

test.each([
  ['a command', "return redis.call('SUBSCRIBE', 'a')", 'SUBSCRIBE'],
  ['an option', "return redis.call('SET', 'a', 1, 'KEEPTTL')", 'SET KEEPTTL'],
  ['a reply of RESP3', 'return { double = 1.5 }', 'a reply with the field double'],
  ['a list that holds itself', 'local t = {} t[1] = t return t', 'a list deeper than a hundred lists'],
  ['a flag', '#!lua flags=no-writes\nreturn 1', 'the script flag no-writes'],
  ['a text without an end', "return ('x'):rep(1e9)", 'a text that string.rep makes longer than 16 megabytes'],
  ['bytecode', '\u001bLua', 'a compiled script'],
])('%s that is not supported is refused by its name', async (_, source, name) => {
  await expect(evaluate(source)).rejects.toThrow(`'${name}' is not supported by the embedded Redis`)
})

test('nothing of one script is left for the next', async () => {
  await evaluate("getmetatable('').__index.upper = nil return 1")
  expect(await evaluate("return ('a'):upper()")).toBe('A')
})

test('SIGTERM ends a process whose script has no end, as soon as the script is ended', {
  timeout: 60_000,
}, async () => {
  const source = `
    import { openMemory } from './scripts/services/upstash/memory-backend.ts'
    const memory = await openMemory({ scriptLimit: 1500 })
    process.once('SIGTERM', () => process.exit(7))
    setTimeout(() => memory.run(['EVAL', 'while true do end', '0']).catch(() => undefined), 50)
    setInterval(() => undefined, 1000)
    process.stdout.write('Ready')`
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', source], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(child.stdout, 'data')
  setTimeout(() => child.kill('SIGTERM'), 300)
  expect(await once(child, 'exit')).toEqual([7, null])
})
