import { EventEmitter } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { PrismaPg } from '@prisma/adapter-pg'
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from '@prisma/driver-adapter-utils'
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg'
import { connectionInUtc } from '@/lib/db/connection'

/**
 * `prisma migrate` downloads its engine; this is the same engine as WebAssembly, from the npm package that is pinned to
 * the installed prisma. It writes the same files and the same `_prisma_migrations` table.
 */

const schemaFolder = resolve('prisma/schema')

/** One file for each subject. */
export function readSchema(): { path: string; content: string }[] {
  const paths = readdirSync(schemaFolder).map((name) => join(schemaFolder, name))
  return paths.map((path) => ({ path, content: readFileSync(path, 'utf8') }))
}

export const filters = { externalTables: [], externalEnums: [] }

/** `scratch` is a database that may be overwritten: the engine replays migrations there to compute their result. */
export type Databases = { url: string; scratch?: string }

const INTERNAL_CHAR = 18
const TEXT = 25

type Field = { name: string; dataTypeID: number }

/**
 * The catalogue has columns of PostgreSQL's one-byte type "char". The engine expects characters, and the adapter
 * refuses the type: they are read as text, and returned as characters.
 */
async function connect(adapter: PrismaPg) {
  const session = await adapter.connect()
  let characters = new Set<string>()
  function receive({ fields }: { fields: Field[] }): void {
    const internal = fields.filter(({ dataTypeID }) => dataTypeID === INTERNAL_CHAR)
    characters = new Set(internal.map(({ name }) => name))
    for (const field of internal) field.dataTypeID = TEXT
  }
  session.underlyingDriver().on('connect', (client) => {
    const connection: unknown = Reflect.get(client, 'connection')
    if (connection instanceof EventEmitter) connection.prependListener('rowDescription', receive)
  })

  const queryRaw = session.queryRaw.bind(session)
  session.queryRaw = async (query) => {
    const { columnTypes, ...result } = await queryRaw(query)
    const isCharacter = (column: number) => characters.has(result.columnNames[column] ?? '')
    const types = columnTypes.map((type, column) => (isCharacter(column) ? ColumnTypeEnum.Character : type))
    return { ...result, columnTypes: types }
  }
  return session
}

declare global {
  /**
   * Once per process, because the bindings belong to the process: a second copy of this module, as the set-up of another
   * test suite has one, would exchange the engine below a running migration.
   */
  var schemaEngine: Promise<void> | undefined
}

async function load(): Promise<void> {
  // The engine reports a panic here. Without it, every panic would be the error "undefined".
  Object.assign(globalThis, {
    PRISMA_WASM_PANIC_REGISTRY: { set_message: (message: string) => console.error(`Schema engine: ${message}`) },
  })
  const require = createRequire(import.meta.url)
  const folder = dirname(require.resolve('@prisma/schema-engine-wasm/schema_engine_bg'))
  const bytes = readFileSync(join(folder, 'schema_engine_bg.wasm'))
  const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': { ...bindings } })
  bindings.__wbg_set_wasm(instance.exports)
  const { __wbindgen_start: start } = instance.exports
  if (typeof start === 'function') start()
}

/** Runs `work` with an engine, and frees it. */
export async function withEngine<T>(
  { url, scratch = url }: Databases,
  work: (engine: bindings.SchemaEngine) => Promise<T>,
): Promise<T> {
  globalThis.schemaEngine ??= load()
  await globalThis.schemaEngine
  // One connection each: the engine's advisory lock belongs to the connection that took it.
  const adapter = new PrismaPg(connectionInUtc(url, { max: 1 }))
  const replay = new PrismaPg(connectionInUtc(scratch, { max: 1 }))
  const opened: Awaited<ReturnType<typeof connect>>[] = []
  const open = async (to: PrismaPg) => {
    const session = await connect(to)
    opened.push(session)
    return session
  }
  const factory = bindMigrationAwareSqlAdapterFactory({
    provider: adapter.provider,
    adapterName: adapter.adapterName,
    connect: () => open(adapter),
    connectToShadowDb: () => open(replay),
  })
  const datamodels = readSchema().map(({ path, content }): [string, string] => [path, content])
  const engine = await bindings.SchemaEngine.new({ datamodels }, () => undefined, factory)
  try {
    return await work(engine)
  } finally {
    engine.free()
    // The engine leaves connections open, which keeps a database from being a template. Some it closes itself.
    const left = opened.filter((session) => !session.underlyingDriver().ending)
    await Promise.all(left.map((session) => session.dispose()))
  }
}
