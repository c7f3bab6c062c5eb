import { seedPeople } from '../scripts/database/seed-people'
import { seedSecondFactor } from '../scripts/database/seed-second-factor' // feature: second-factor

const { DATABASE_URL } = process.env
if (!DATABASE_URL)
  throw new Error('DATABASE_URL: missing. Use "npm run db:seed", which sets the address of the embedded database')

const created = await seedPeople(DATABASE_URL)
// feature: second-factor
const { SESSION_PASSWORDS } = process.env
if (SESSION_PASSWORDS) console.log(await seedSecondFactor(DATABASE_URL, SESSION_PASSWORDS))
// end
console.log(created.length > 0 ? `Seeded: ${created.join(', ')}` : 'All demo accounts exist already.')
