import { expect, test } from 'vitest'
import { deleteNote, findNote, findNotes, insertNote, updateNote } from '@/lib/db/notes'
import { deleteAccount } from '@/lib/server/account/delete'
import { nowInSeconds } from '@/lib/time'
import { newPerson } from '@/tests/integration/support/person'
import { client, letIn, look, start } from '@/tests/integration/support/session'

async function written(authorId: string, text: string) {
  const note = await insertNote(authorId, text)
  if (!note) throw new Error('this id is not allowed to write')
  return note
}

test('deleting an account deletes its notes, and no notes of others', async () => {
  const [leaving, staying] = [await newPerson('editor'), await newPerson('editor')]
  const [theirs, other] = [await written(leaving.userId, 'mine'), await written(staying.userId, 'yours')]
  const { cookies } = await start('stored', leaving.userId)

  await deleteAccount(await letIn(look(cookies)), client, nowInSeconds())

  expect(await findNote(theirs.id)).toBeNull()
  expect(await findNote(other.id)).toMatchObject({ text: 'yours', author: { id: staying.userId } })
  expect((await findNotes(null, 100)).map(({ id }) => id)).not.toContain(theirs.id)
})

test('no note is written for a deleted account', async () => {
  expect(await insertNote('unknown', 'planted')).toBeNull()
})

test('a missing note can neither be changed nor deleted, and a note is deleted once', async () => {
  const { id } = await written((await newPerson('editor')).userId, 'once')

  expect([await deleteNote(id), await deleteNote(id), await updateNote(id, 'again')]).toEqual([true, false, null])
})

test('a page continues behind a note that was deleted meanwhile', async () => {
  const { userId } = await newPerson('editor')
  const notes = []
  for (const text of ['oldest', 'middle', 'newest']) notes.unshift(await written(userId, text))
  const [, middle, oldest] = notes
  if (!middle || !oldest) throw new Error('three were written')

  await deleteNote(middle.id)

  expect((await findNotes(middle.id, 1)).map(({ id }) => id)[0]).toBe(oldest.id)
})
