import type { Role } from '@/lib/session/session'

export interface Person {
  email: string
  password: string
  role: Role
}

const password = 'correct horse battery staple'

/** The users of a freshly seeded database. */
export const people = {
  ada: { email: 'ada@example.com', password, role: 'admin' },
  grace: { email: 'grace@example.com', password, role: 'editor' },
  linus: { email: 'linus@example.com', password, role: 'member' },
} as const satisfies Record<string, Person>
