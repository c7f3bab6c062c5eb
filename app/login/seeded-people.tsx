'use client'

import { useHasScript } from '@/app/ui/form/use-has-script'

const people = [
  { email: 'ada@example.com', role: 'admin' },
  { email: 'grace@example.com', role: 'editor' },
  { email: 'linus@example.com', role: 'member' },
] as const
const password = 'correct horse battery staple'

/** The fields are uncontrolled: what a click fills in can be changed, and a password manager sees the same fields as ever. */
function fillIn(email: string): void {
  const fields = { email, password }
  for (const [name, value] of Object.entries(fields)) {
    const field = document.querySelector(`main form input[name="${name}"]`)
    if (field instanceof HTMLInputElement) field.value = value
  }
  document.querySelector<HTMLButtonElement>('main form button[type="submit"]')?.focus()
}

const line = 'inline-flex min-h-11 items-center gap-[1ch] text-start'

/** In development only: there are no default accounts in production (ASVS 6.3.2). A database of one's own wants `db:seed` first. */
export function SeededPeople() {
  const hasScript = useHasScript()

  return (
    <section aria-labelledby="seeded" className="mt-8 border-t border-rule pt-5">
      <h2 id="seeded" className="text-xl font-semibold">
        Accounts to try it with
      </h2>
      <ul className="mt-2 grid gap-x-6 font-mono text-sm sm:flex sm:flex-wrap">
        {people.map(({ email, role }) => (
          <li key={email}>
            {hasScript ? (
              <button type="button" className={`link cursor-pointer ${line}`} onClick={() => fillIn(email)}>
                {email} <span className="text-ink-soft">({role})</span>
              </button>
            ) : (
              <span className={line}>
                {email} <span className="text-ink-soft">({role})</span>
              </span>
            )}
          </li>
        ))}
      </ul>
      <p className="mt-1 text-sm">
        <span className="noscript:hidden">A click fills in the form. </span>Password:{' '}
        <span className="font-mono">{password}</span>
      </p>
    </section>
  )
}
