'use client'

import { useHasScript } from '@/app/ui/form/call'

const people = [
  { email: 'ada@example.com', role: 'admin' },
  { email: 'grace@example.com', role: 'editor' },
  { email: 'linus@example.com', role: 'member' },
  { email: 'alan@example.com', role: 'member, second factor' }, // feature: second-factor
] as const
const password = 'correct horse battery staple'

/** The fields are uncontrolled, so that the user can edit them and a password manager recognises them. */
function fillIn(email: string): void {
  const fields = { email, password }
  for (const [name, value] of Object.entries(fields)) {
    const field = document.querySelector(`main form input[name="${name}"]`)
    if (field instanceof HTMLInputElement) field.value = value
  }
  document.querySelector<HTMLButtonElement>('main form button[type="submit"]')?.focus()
}

const line = 'inline-flex min-h-11 items-center gap-[1ch] text-start'

/** In development only: there are no default accounts in production (ASVS 6.3.2). Your own database needs `db:seed` first. */
export function SeededPeople() {
  const hasScript = useHasScript()

  return (
    <section aria-labelledby="seeded" className="mt-8 border-t border-rule pt-5">
      <h2 id="seeded" className="text-xl font-semibold">
        Accounts for trying it
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
