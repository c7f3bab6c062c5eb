import type { PrismaClient } from '@/lib/db/generated/client'
import { applyMigrations } from '@/scripts/database/apply-migrations'
import { Explainer } from '@/tests/bench/growth/explain'
import { fill } from '@/tests/bench/growth/fill'
import type { Started } from '@/tests/bench/support/started'
import { createDatabase } from '@/tests/support/isolated-stores'

/** One with few rows and one with many, side by side: whatever else this machine does slows down both. */
export interface Database {
  /** In `Session`. */
  rows: number
  explainer: Explainer
  client: PrismaClient
}

/** Where lib/db keeps its client: whoever is there first decides which. */
const holder: typeof globalThis & { prisma?: PrismaClient } = globalThis

/** From now on lib/db asks this one. */
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
