import { getMigrations } from 'better-auth/db/migration'
import { withTable } from '@/lib/better-auth'

/** Makes the tables of Better Auth, which both of its configurations share. */
export async function POST(): Promise<Response> {
  const { runMigrations } = await getMigrations(withTable.options)
  await runMigrations()
  return new Response(null, { status: 204 })
}
