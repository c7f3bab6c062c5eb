import { findDrift } from './database/compare-schema'

const drift = await findDrift()
if (drift !== null) {
  console.error('The migrations do not produce prisma/schema. Write a migration: npm run db:migration -- NAME')
  console.error(drift)
  process.exitCode = 1
}
