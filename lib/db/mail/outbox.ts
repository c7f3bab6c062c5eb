// feature: mail (this file)
import 'server-only'
import { askPostgres, type Transaction } from '@/lib/db/client'

/*
 * The outbox. All instants are those of PostgreSQL's clock, so clock skew between processes sends no mail twice and
 * delays none.
 */

export interface MailToQueue {
  id: string
  /** Sealed (lib/server/mail/letters.ts). */
  letter: string
  /** Seconds after which it is of no use. */
  lifetime: number
  /** Seconds before the first attempt to send it. */
  delay?: number
}

/** As part of the transaction of the event that the mail is about: the mail is queued exactly if the event happened. */
export async function queueMailIn(transaction: Transaction, mail: MailToQueue): Promise<void> {
  const { id, letter, lifetime, delay = 0 } = mail
  await transaction.$executeRaw`
    INSERT INTO "OutgoingMail" (id, letter, "dueAt", "expiresAt")
    VALUES (${id}, ${letter}, CURRENT_TIMESTAMP + make_interval(secs => ${delay}),
      CURRENT_TIMESTAMP + make_interval(secs => ${lifetime}))`
}

/** @throws {UnavailableError} */
export const queueMailRow = (mail: MailToQueue) => askPostgres((database) => queueMailIn(database, mail))

export interface ClaimedMail {
  id: string
  /** Sealed (lib/server/mail/letters.ts). */
  letter: string
  createdAt: Date
  /** This one included. */
  attempts: number
}

/**
 * Takes mail that is due, in one statement. Other senders skip locked rows, and find the rows not due afterwards, for as
 * long as the lease lasts. After a crash of this sender the lease ends, and another sender takes the rows.
 * @param lease seconds @throws {UnavailableError}
 */
export function claimMail(most: number, lease: number): Promise<ClaimedMail[]> {
  return askPostgres(
    (database) => database.$queryRaw<ClaimedMail[]>`
      WITH due AS MATERIALIZED (
        SELECT id FROM "OutgoingMail"
        WHERE "dueAt" <= clock_timestamp() AND "expiresAt" > clock_timestamp()
        ORDER BY "dueAt" LIMIT ${most} FOR UPDATE SKIP LOCKED)
      UPDATE "OutgoingMail" AS mail
      SET attempts = attempts + 1, "dueAt" = clock_timestamp() + make_interval(secs => ${lease})
      FROM due WHERE mail.id = due.id
      RETURNING mail.id, mail.letter, mail."createdAt", mail.attempts`,
  )
}

/** Makes it due again after a failed attempt, unless another sender has taken it since. @param delay seconds */
export async function postponeMail({ id, attempts }: ClaimedMail, delay: number): Promise<void> {
  await askPostgres(
    (database) => database.$executeRaw`
      UPDATE "OutgoingMail" SET "dueAt" = clock_timestamp() + make_interval(secs => ${delay})
      WHERE id = ${id} AND attempts = ${attempts}`,
  )
}

/** Idempotent. @throws {UnavailableError} */
export async function deleteMail(id: string): Promise<void> {
  await askPostgres((database) => database.outgoingMail.deleteMany({ where: { id } }))
}

/** Seconds until the next mail is due, its lease included, if a sender has taken it. @returns null for an empty outbox */
export async function secondsUntilMail(): Promise<number | null> {
  const [next] = await askPostgres(
    (database) => database.$queryRaw<{ seconds: number }[]>`
      SELECT extract(epoch FROM "dueAt" - clock_timestamp())::float8 AS seconds FROM "OutgoingMail"
      WHERE "expiresAt" > clock_timestamp() ORDER BY "dueAt" LIMIT 1`,
  )
  return next?.seconds ?? null
}
