import 'server-only'

/** Postgres keeps every character but one: U+0000 in a text or JSON column is an error, not a value. */
export const isStorable = (text: string) => !text.includes('\0')
