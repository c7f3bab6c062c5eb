import { CommandError } from './command-error'

/** Options of Redis that the memory store lacks. It refuses each by name; decision 006 lists them. */
export const refusedOptions: Readonly<Record<string, readonly string[]>> = {
  SET: ['KEEPTTL'],
  ZADD: ['GT', 'LT', 'INCR'],
  ZRANGE: ['BYLEX'],
}

/**
 * Libraries and functions of Redis's Lua that are refused. Those that load code could load bytecode, which ends the
 * process. The handler of xpcall runs outside the time limit.
 */
export const refusedGlobals: readonly string[] = [
  ...['bit', 'cjson', 'cmsgpack', 'struct'],
  ...['load', 'loadstring', 'collectgarbage', 'gcinfo', 'xpcall', '__redis__err__handler'],
]

/** Refused members of libraries that are otherwise available. */
export const refusedMembers: Readonly<Record<string, readonly string[]>> = {
  redis: [
    ...['acl_check_cmd', 'breakpoint', 'debug', 'replicate_commands', 'set_repl', 'setresp'],
    ...['REDIS_VERSION', 'REDIS_VERSION_NUM', 'REPL_AOF', 'REPL_ALL', 'REPL_NONE', 'REPL_REPLICA', 'REPL_SLAVE'],
  ],
  math: ['random', 'randomseed'],
  string: ['dump'],
}

/** Fields that turn a script's table into a reply type of RESP3. */
export const refusedReplies: readonly string[] = ['double', 'map', 'set', 'big_number', 'verbatim_string']

export const refusalText = (what: string) => `ERR '${what}' is not supported by the embedded Redis`

export const refusal = (what: string) => new CommandError(refusalText(what))
