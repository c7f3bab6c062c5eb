import { findDrift } from './database/compare-schema'

const drift = await findDrift()
if (drift !== null) {
  console.error('prisma/schema and prisma/migrations disagree. Write a migration: npm run db:migration -- NAME')
  console.error(drift)
  process.exitCode = 1
}
