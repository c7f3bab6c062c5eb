import type { Chance } from '@/tests/integration/support/upstash-fuzz/chance'
import { luaText } from '@/tests/integration/support/upstash-fuzz/lua-text'

const numbers = [
  ...['0', '1', '2', '3', '7', '10', '-1', '-3', '0.1', '0.5', '1.5', '-2.5', '1e3', '1e15', '1e16', '1e17', '1e100'],
  ...['2147483647', '2147483648', '-2147483649', '4294967296', '9007199254740993', '9223372036854775807', '1795858315'],
  ...[
    '0xff',
    '0xffffffffff',
    '1e-5',
    '1e-7',
    '123456.789',
    'math.huge',
    '-math.huge',
    '(0/0)',
    'math.pi',
    '2^53',
    '2^63',
    '(-0)',
  ],
]
const numerals = [
  '1795858315',
  '1e3',
  ' 5 ',
  '0x1F',
  '',
  'x',
  '1.5.5',
  'ff',
  '777',
  '-8',
  'zz',
  '9223372036854775808',
  'ffffffffffff',
]
const texts = ['', 'abc', 'hello world', 'é', '日本', 'a,b,,c', '1', 'A1b2', '\u0000x', '%d', 'tab\tx']
const operators = ['+', '-', '*', '/', '%', '+', '*']
const functions = ['math.floor', 'math.ceil', 'math.abs', 'tonumber', 'math.sqrt']
const pairs = ['math.max', 'math.min', 'math.fmod']
const formats = [
  '%d',
  '%5d',
  '%-5d|',
  '%05d',
  '%+d',
  '% d',
  '%.3d',
  '%8.3d',
  '%i',
  '%x',
  '%X',
  '%#x',
  '%o',
  '%#o',
  '%u',
  '%08x',
]
const otherFormats = [
  '%g',
  '%.17g',
  '%5.2f',
  '%e',
  '%G',
  '%s',
  '%10s',
  '%-10s|',
  '%.2s',
  '%q',
  '%%',
  '%5',
  '%z',
  '%123d',
  '%.0d',
  '%c',
]

const among = (choices: ReadonlyArray<() => string>, chance: Chance) => chance.of(choices)()

/** An expression that is a number, as a rule. */
export function numberOf(chance: Chance, depth: number): string {
  if (depth === 0) return chance.of(numbers)
  const next = () => numberOf(chance, depth - 1)
  return among(
    [
      () => chance.of(numbers),
      () => `(${next()} ${chance.of(operators)} ${next()})`,
      () => `(${next()} ${chance.of(operators)} ${next()})`,
      () => `${chance.of(functions)}(${next()})`,
      () => `${chance.of(pairs)}(${next()}, ${next()})`,
      () => `(tonumber(${luaText(chance.of(numerals))}) or 0)`,
      () => `(tonumber(${luaText(chance.of(numerals))}, ${chance.of(['10', '16', '8', '2', '36'])}) or -1)`,
      () => `(-${next()})`,
      () => `#${textOf(chance, depth - 1)}`,
      () => `(${next()} < ${next()} and 1 or 2)`,
      () => `(string.byte(${textOf(chance, depth - 1)}, ${chance.of(numbers)}) or 0)`,
      () => `select('#', ${next()}, nil)`,
    ],
    chance,
  )
}

/** An expression that is a text. */
export function textOf(chance: Chance, depth: number): string {
  if (depth === 0) return `(${luaText(chance.of(texts))})`
  const next = () => textOf(chance, depth - 1)
  const number = () => numberOf(chance, depth - 1)
  return among(
    [
      () => `tostring(${number()})`,
      () => `string.format(${luaText(chance.of(formats))}, ${number()})`,
      () => `string.format(${luaText(chance.of(formats))}, ${number()})`,
      () => `string.format(${luaText(chance.of(otherFormats))}, ${chance.is(0.5) ? number() : next()})`,
      () => `string.format(${luaText(`${chance.of(formats)} ${chance.of(otherFormats)}`)}, ${number()}, ${next()})`,
      () => `(${next()} .. ${chance.is(0.5) ? next() : number()})`,
      () => `${next()}:sub(${chance.of(numbers)}, ${chance.of(numbers)})`,
      () => `${next()}:${chance.of(['upper', 'lower', 'reverse', 'len'])}()`,
      () => `tostring(${next()}:find(${luaText(chance.of(['b', '%d', '.', '(', '', ',']))}, ${chance.of(numbers)}))`,
      () => `tostring(${next()}:match("%w+", ${chance.of(numbers)}))`,
      () => `(${next()}:gsub('%w', '<%0>'))`,
      () => `${next()}:rep(${chance.of(['0', '1', '2', '3', '-1', '1.5', '4294967297', '-4294967296'])})`,
      () =>
        `table.concat({ ${number()}, ${next()}, 'c' }, ${luaText(chance.of(texts))}, ${chance.of(['1', '2', '3'])})`,
      () => `tostring(select(${chance.of(['1', '2', '-1', '2147483648', '9', '4294967297'])}, ${number()}, ${next()}))`,
      () => `tostring(unpack({ ${number()}, 2 }, ${chance.of(['1', '2', '3', '-1'])}))`,
      () => `tostring(${number()} == ${number()})`,
      () => `string.char(${chance.of(['65', '97', '48', '0', '65.9'])})`,
    ],
    chance,
  )
}
