import { refusalText } from '../refusals'
import { GLOBALS, type Stack } from './stack'
import { type Adjust, adjusted, type Refuse } from './wide-integers'

const firstUpvalue = GLOBALS - 1
const recordSize = 128

function textAt(stack: Stack, address: number): string {
  const { HEAPU8 } = stack.machine
  return Buffer.from(HEAPU8.subarray(address, HEAPU8.indexOf(0, address))).toString('latin1')
}

/** How the script has called the running function: its name, and `method` for a call with a colon. */
function calledAs(stack: Stack): { name: string; kind: string } {
  const { machine, state } = stack
  const record = machine._malloc(recordSize)
  machine._lua_getstack(state, 0, record)
  stack.withText('n', (what) => machine._lua_getinfo(state, what, record))
  const [, name = 0, kind = 0] = machine.HEAPU32.subarray(record >> 2, (record >> 2) + 3)
  const called = { name: name === 0 ? '?' : textAt(stack, name), kind: textAt(stack, kind) }
  machine._free(record)
  return called
}

/** Rewrites the error of a called function, as if the script had called it directly. */
function asOwn(stack: Stack, message: string): string {
  const { name, kind } = calledAs(stack)
  const [, number = '', reason = ''] = /^bad argument #(\d+) to '\?' (.*)$/s.exec(message) ?? []
  if (number === '') return message
  const place = kind === 'method' ? Number(number) - 1 : Number(number)
  return place === 0 ? `calling '${name}' on bad self ${reason}` : `bad argument #${place} to '${name}' ${reason}`
}

/** Wraps a C function of Lua: changes its arguments and then calls it. */
export const adjusting =
  (adjust: Adjust, refuses: Refuse = () => false) =>
  (stack: Stack): number => {
    adjust(stack)
    if (refuses(stack))
      return stack.raiseAt(1, refusalText('a text that string.rep makes longer than 16 megabytes').slice('ERR '.length))
    const args = stack.top
    stack.pushCopy(firstUpvalue)
    stack.insert(1)
    if (stack.call(args, 0)) return stack.top
    const message = stack.textOrNull(-1)
    return message === null ? stack.raise() : stack.raiseAt(1, asOwn(stack, message))
  }

/** Replaces Lua's own functions. `addresses` contains each by its library and name. */
export function installAdjusted(stack: Stack, addresses: ReadonlyMap<string, number>): void {
  for (const [library, members] of Object.entries(adjusted)) {
    stack.pushField(GLOBALS, library)
    for (const name of Object.keys(members)) {
      stack.pushField(-1, name)
      stack.pushFunction(addresses.get(`${library}.${name}`) ?? 0, 1)
      stack.setField(-2, name)
    }
    stack.top -= 1
  }
}
