import type { Machine } from './machine'

export const luaType = { nil: 0, boolean: 1, number: 3, string: 4, table: 5 } as const

/** Reads from the stack of one Lua state. A character of a string is a byte. */
export class Reading {
  readonly machine: Machine
  readonly state: number

  constructor(machine: Machine, state: number) {
    this.machine = machine
    this.state = state
  }

  get top(): number {
    return this.machine._lua_gettop(this.state)
  }

  set top(index: number) {
    this.machine._lua_settop(this.state, index)
  }

  type(index: number): number {
    return this.machine._lua_type(this.state, index)
  }

  number(index: number): number {
    return this.machine._lua_tonumber(this.state, index)
  }

  boolean(index: number): boolean {
    return this.machine._lua_toboolean(this.state, index) !== 0
  }

  /** True also for a text that is a number. */
  isNumber(index: number): boolean {
    return this.machine._lua_isnumber(this.state, index) !== 0
  }

  /** Converts a number at this place into a string, as Lua's own function does. */
  text(index: number): string {
    const sizeAt = this.machine._malloc(4)
    const address = this.machine._lua_tolstring(this.state, index, sizeAt)
    const size = this.machine.HEAPU32[sizeAt >> 2] ?? 0
    this.machine._free(sizeAt)
    // The memory moves when it grows, so it is read at its current address.
    return Buffer.from(this.machine.HEAPU8.subarray(address, address + size)).toString('latin1')
  }

  /** Null where there is no string. */
  textOrNull(index: number): string | null {
    return this.type(index) === luaType.string ? this.text(index) : null
  }
}
