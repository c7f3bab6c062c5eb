import { seedPeople } from '../scripts/database/seed-people'

const { DATABASE_URL } = process.env
if (!DATABASE_URL) throw new Error('DATABASE_URL: missing. "npm run db:seed" finds the embedded database by itself')

const created = await seedPeople(DATABASE_URL)
console.log(created.length > 0 ? `Seeded: ${created.join(', ')}` : 'Everybody is there already.')
