import { parseArgs } from 'node:util'
import { createMigration } from './database/compare-schema'

const { positionals } = parseArgs({ allowPositionals: true })
const name = positionals.join('_')
if (/^[a-z0-9_]{1,60}$/.test(name)) {
  const file = await createMigration(name, new Date())
  console.log(file ?? 'prisma/schema has not changed since the last migration')
} else {
  console.error('Name the migration, in lower case: npm run db:migration -- add_devices')
  process.exitCode = 1
}
