import lua51, { type LuaApi } from 'wasmoon-lua5.1'

/** The part of the C interface of Lua 5.1 in use here. Addresses are numbers. Strings are passed by address: bytes stay bytes. */
type Functions = {
  _malloc(size: number): number
  _free(address: number): void
  HEAPU8: Uint8Array
  HEAPU32: Uint32Array
  addFunction(work: (...args: number[]) => number | undefined, signature: string): number
  _luaL_newstate(): number
  _luaL_openlibs(state: number): void
  _luaL_loadbuffer(state: number, source: number, size: number, name: number): number
  _luaL_where(state: number, level: number): void
  _lua_checkstack(state: number, more: number): number
  _lua_close(state: number): void
  _lua_concat(state: number, count: number): void
  _lua_createtable(state: number, items: number, fields: number): void
  _lua_error(state: number): number
  _lua_getfield(state: number, index: number, name: number): void
  _lua_getinfo(state: number, what: number, record: number): number
  _lua_getstack(state: number, level: number, record: number): number
  _lua_gettop(state: number): number
  _lua_insert(state: number, index: number): void
  _lua_isnumber(state: number, index: number): number
  _lua_pcall(state: number, args: number, results: number, handler: number): number
  _lua_pushboolean(state: number, value: number): void
  _lua_pushcclosure(state: number, address: number, upvalues: number): void
  _lua_pushlstring(state: number, address: number, size: number): void
  _lua_pushnil(state: number): void
  _lua_pushnumber(state: number, value: number): void
  _lua_pushvalue(state: number, index: number): void
  _lua_rawgeti(state: number, index: number, place: number): void
  _lua_rawget(state: number, index: number): void
  _lua_rawset(state: number, index: number): void
  _lua_rawseti(state: number, index: number, place: number): void
  _lua_replace(state: number, index: number): void
  _lua_sethook(state: number, hook: number, mask: number, count: number): void
  _lua_settop(state: number, index: number): void
  _lua_toboolean(state: number, index: number): number
  _lua_tolstring(state: number, index: number, size: number): number
  _lua_tonumber(state: number, index: number): number
  _lua_type(state: number, index: number): number
}

export type Machine = Functions

/** Lua 5.1 itself, compiled to WebAssembly: the version that Redis embeds, so numbers and messages are the same. */
export async function loadMachine(): Promise<Machine> {
  const api: LuaApi = await lua51.LuaApi.initialize()
  // The package's types describe only the functions that it wraps; its module has all of them.
  return api.module as unknown as Machine
}
