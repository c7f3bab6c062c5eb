export const keys = ['k1', 'k2', 'h1', 'h2', 'z1', 'z2', '', 'schlüssel']

const whole = ['0', '1', '-1', '2', '5', '-5', '9223372036854775807', '-9223372036854775808', '9223372036854775806']
const odd = [
  '9223372036854775808',
  '01',
  '+1',
  '-0',
  '1.5',
  '1e3',
  '',
  ' 1',
  '1 ',
  'x',
  '0x10',
  '2147483648',
  '4294967297',
]
const exact = ['9007199254740993', '-2147483649', '9007199254740992']
const scores = [
  '1',
  '2',
  '3',
  '3.5',
  '3.7',
  '3.9',
  '-1.5',
  '1e3',
  '1e400',
  '-1e400',
  '1e-400',
  'inf',
  '-inf',
  '+Inf',
  'Infinity',
]
const oddScores = [
  'nan',
  '0x10',
  '0x1p-3',
  '.5',
  '5.',
  '',
  ' 1',
  '1 ',
  '0.1',
  '1e-5',
  '123456789012345678',
  '-0',
  '1e21',
  '4e-320',
]
const bounds = ['(', '(3', '(3.7', '(-inf', '(inf', '(nan', '-', '+', '[a', '((1', '( 1']
const values = ['', 'a', 'é', '日本', 'x y', '"', 'line\nline', '\u0000', 'abc', "it's", '[]', '-', '(1']
const members = ['a', 'b', 'c', 'é', '', 'B', 'z']
/** Long enough to exist at the end of the test, or over at once. An end in between would depend on the speed. */
const lengths = [
  '100',
  '1000',
  '50000',
  '100000',
  '9223372036854775',
  '99999999999',
  '0',
  '-1',
  '-100',
  '9223372036854775807',
]
const patterns = [
  '*',
  'k*',
  '?1',
  '[kh]1',
  '[^k]*',
  '\\k1',
  '[a-k]1',
  '[k-a]1',
  '[',
  '[a-',
  '',
  '**1',
  '[]',
  'k[12',
  '\\',
]

/** Arguments by kind: usual ones, ones at a limit, and ones of no such kind. */
export const pools = {
  key: keys,
  int: [...whole, ...odd, ...exact],
  score: [...scores, ...oddScores],
  bound: [...scores, ...oddScores, ...bounds],
  value: [...values, ...whole, ...odd],
  member: members,
  length: lengths,
  pattern: patterns,
  cursor: ['0', '0', '0', '', '00', '-0', '+0', 'x', '1.5', '0x0', ' 0', '18446744073709551616'],
} as const
export type Pool = keyof typeof pools
