import { Reading } from './reading'

/** The index of the table of globals in Lua 5.1. */
export const GLOBALS = -10002

const maskOfCount = 8

/** Writes to the stack of one Lua state, and calls functions. */
export class Stack extends Reading {
  /** The text ends at its zero byte. */
  withText<T>(text: string, work: (address: number) => T): T {
    const address = this.machine._malloc(text.length + 1)
    this.machine.HEAPU8.set(Buffer.from(`${text}\0`, 'latin1'), address)
    try {
      return work(address)
    } finally {
      this.machine._free(address)
    }
  }

  /** A function may push twenty values without reserving. */
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

  /** With `upvalues` values from the top of the stack as its upvalues. */
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

  /** Pushes the compiled function, or the error message. */
  load(source: string, name: string): boolean {
    const { machine, state } = this
    const load = (at: number) =>
      this.withText(name, (nameAt) => machine._luaL_loadbuffer(state, at, source.length, nameAt))
    return this.withText(source, load) === 0
  }

  /** Pushes the place of the call in the script: `user_script:1: `. */
  pushPlace(level: number): void {
    this.machine._luaL_where(this.state, level)
  }

  /** Calls the hook every `count` instructions. */
  setHook(address: number, count: number): void {
    this.machine._lua_sethook(this.state, address, maskOfCount, count)
  }

  /** Moves the value at the top below those from `index` on. */
  insert(index: number): void {
    this.machine._lua_insert(this.state, index)
  }

  /** Moves the value at the top to `index`. */
  replace(index: number): void {
    this.machine._lua_replace(this.state, index)
  }

  /** Calls the function below `args` values. @returns false when it has pushed an error */
  call(args: number, handler: number, results = -1): boolean {
    return this.machine._lua_pcall(this.state, args, results, handler) === 0
  }

  /** Raises the value at the top as an error, which ends the calling function. */
  raise(): number {
    return this.machine._lua_error(this.state)
  }

  /** Raises a message with the place in the script in front, as luaL_error does. */
  raiseAt(level: number, message: string): number {
    this.pushPlace(level)
    this.pushText(message)
    this.machine._lua_concat(this.state, 2)
    return this.raise()
  }
}
