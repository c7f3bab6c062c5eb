// feature: notes (this file)
import 'server-only'
import { askPostgres } from '@/lib/db/client'
import { Prisma } from '@/lib/db/generated/client'

const columns = {
  id: true,
  text: true,
  createdAt: true,
  updatedAt: true,
  author: { select: { id: true, name: true } },
} as const

/** Newest first. @param before the id of a note, for those written before it @returns one more than `most`, if there are more */
export function findNotes(before: string | null, most: number) {
  return askPostgres((database) =>
    database.note.findMany({
      where: before === null ? {} : { id: { lt: before } },
      orderBy: { id: 'desc' },
      take: most + 1,
      select: columns,
    }),
  )
}

export type NoteRow = Awaited<ReturnType<typeof findNotes>>[number]

export function findNote(id: string) {
  return askPostgres((database) => database.note.findUnique({ where: { id }, select: columns }))
}

/** @returns null when the author's account was deleted meanwhile */
export async function insertNote(authorId: string, text: string) {
  try {
    return await askPostgres((database) => database.note.create({ data: { authorId, text }, select: columns }))
  } catch (error) {
    if (isKnown(error, 'P2003')) return null
    throw error
  }
}

/** @returns null when there is no such note */
export async function updateNote(id: string, text: string) {
  try {
    return await askPostgres((database) => database.note.update({ where: { id }, data: { text }, select: columns }))
  } catch (error) {
    if (isKnown(error, 'P2025')) return null
    throw error
  }
}

/** @returns whether there was such a note */
export async function deleteNote(id: string): Promise<boolean> {
  const { count } = await askPostgres((database) => database.note.deleteMany({ where: { id } }))
  return count === 1
}

const isKnown = (error: unknown, code: string) =>
  error instanceof Prisma.PrismaClientKnownRequestError && error.code === code
