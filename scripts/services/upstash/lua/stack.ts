import { Reading } from './reading'

/** Where Lua 5.1 keeps the table of globals. */
export const GLOBALS = -10002

const maskOfCount = 8

/** One Lua state, by its stack: what goes there, and what is called. */
export class Stack extends Reading {
  /** Ends at its zero byte. */
  withText<T>(text: string, work: (address: number) => T): T {
    const address = this.machine._malloc(text.length + 1)
    this.machine.HEAPU8.set(Buffer.from(`${text}\0`, 'latin1'), address)
    try {
      return work(address)
    } finally {
      this.machine._free(address)
    }
  }

  /** A function may push twenty values unasked. */
  reserve(more: number): void {
    this.machine._lua_checkstack(this.state, more)
  }

  pushText(text: string): void {
    this.withText(text, (address) => this.machine._lua_pushlstring(this.state, address, text.length))
  }

  pushNumber(value: number): void {
    this.machine._lua_pushnumber(this.state, value)
  }

  pushBoolean(value: boolean): void {
    this.machine._lua_pushboolean(this.state, value ? 1 : 0)
  }

  pushNil(): void {
    this.machine._lua_pushnil(this.state)
  }

  /** With so many values at the top as its own. */
  pushFunction(address: number, upvalues = 0): void {
    this.machine._lua_pushcclosure(this.state, address, upvalues)
  }

  pushCopy(index: number): void {
    this.machine._lua_pushvalue(this.state, index)
  }

  pushTable(): void {
    this.machine._lua_createtable(this.state, 0, 0)
  }

  /** The value at the top becomes a field of the table at `index`, which counts from before the value. */
  setField(index: number, name: string): void {
    this.pushText(name)
    this.machine._lua_insert(this.state, -2)
    this.machine._lua_rawset(this.state, index < 0 ? index - 1 : index)
  }

  setItem(index: number, place: number): void {
    this.machine._lua_rawseti(this.state, index, place)
  }

  pushField(index: number, name: string): void {
    this.pushText(name)
    this.machine._lua_rawget(this.state, index < 0 && index > GLOBALS ? index - 1 : index)
  }

  pushItem(index: number, place: number): void {
    this.machine._lua_rawgeti(this.state, index, place)
  }

  /** Pushes a function, or the message. */
  load(source: string, name: string): boolean {
    const { machine, state } = this
    const load = (at: number) =>
      this.withText(name, (nameAt) => machine._luaL_loadbuffer(state, at, source.length, nameAt))
    return this.withText(source, load) === 0
  }

  /** Where the script is that called: `user_script:1: `. */
  pushPlace(level: number): void {
    this.machine._luaL_where(this.state, level)
  }

  /** Every `count` instructions. */
  setHook(address: number, count: number): void {
    this.machine._lua_sethook(this.state, address, maskOfCount, count)
  }

  /** The value at the top goes below those from `index` on. */
  insert(index: number): void {
    this.machine._lua_insert(this.state, index)
  }

  /** The value at the top goes where `index` is. */
  replace(index: number): void {
    this.machine._lua_replace(this.state, index)
  }

  /** The values at the top, called: false pushes the error. */
  call(args: number, handler: number, results = -1): boolean {
    return this.machine._lua_pcall(this.state, args, results, handler) === 0
  }

  /** The value at the top is the error. It ends the function that calls this. */
  raise(): number {
    return this.machine._lua_error(this.state)
  }

  /** With the place of the script in front, as luaL_error does. */
  raiseAt(level: number, message: string): number {
    this.pushPlace(level)
    this.pushText(message)
    this.machine._lua_concat(this.state, 2)
    return this.raise()
  }
}
