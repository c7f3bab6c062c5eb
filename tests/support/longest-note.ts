import { CookieTooLargeError } from '@/lib/errors'

/** @returns the longest note of one repeated letter that can be saved */
export async function longestNote(write: (note: string) => Promise<unknown>, letter = 'n'): Promise<string> {
  let [fits, tooLong] = [0, 4096]
  while (tooLong - fits > 1) {
    const middle = Math.floor((fits + tooLong) / 2)
    if (await isTaken(write(letter.repeat(middle)))) fits = middle
    else tooLong = middle
  }
  return letter.repeat(fits)
}

async function isTaken(writing: Promise<unknown>): Promise<boolean> {
  try {
    return (await writing) !== 'too_large'
  } catch (error) {
    if (error instanceof CookieTooLargeError) return false
    throw error
  }
}
