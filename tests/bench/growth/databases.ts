import type { PrismaClient } from '@/lib/db/generated/client'
import { applyMigrations } from '@/scripts/database/apply-migrations'
import { Explainer } from '@/tests/bench/growth/explain'
import { fill } from '@/tests/bench/growth/fill'
import type { Started } from '@/tests/bench/support/started'
import { createDatabase } from '@/tests/support/isolated-stores'

/** One with few rows and one with many, measured in turns: other load on this machine slows down both. */
export interface Database {
  /** The number of rows in `Session`. */
  rows: number
  explainer: Explainer
  client: PrismaClient
}

/** The global in which lib/db keeps its client: a client set before the first query is used. */
const holder: typeof globalThis & { prisma?: PrismaClient } = globalThis

/** From now on lib/db queries this database. */
export function use({ client }: Database): void {
  holder.prisma = client
}

/** @param server any database of it */
export async function openDatabase(started: Started, server: string, rows: number): Promise<Database> {
  const { url, isMigrated } = await started.use(
    () => createDatabase(server),
    ({ drop }) => drop(),
  )
  if (!isMigrated) await applyMigrations(url)
  await fill(url, rows)
  const explainer = new Explainer()
  const client = explainer.openClient(url)
  await started.use(
    () => client.$connect(),
    () => client.$disconnect(),
  )
  return { rows, explainer, client }
}
