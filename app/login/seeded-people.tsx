const people = [
  { email: 'ada@example.com', role: 'admin' },
  { email: 'grace@example.com', role: 'editor' },
  { email: 'linus@example.com', role: 'member' },
] as const

/** In development only: there are no default accounts in production (ASVS 6.3.2). A database of one's own wants `db:seed` first. */
export function SeededPeople() {
  return (
    <section aria-labelledby="seeded" className="mt-8 border-t border-rule pt-5">
      <h2 id="seeded" className="text-xl font-semibold">
        People to try it with
      </h2>
      <ul className="mt-2 font-mono text-sm">
        {people.map(({ email, role }) => (
          <li key={email}>
            {email} <span className="text-ink-soft">({role})</span>
          </li>
        ))}
      </ul>
      <p className="mt-2">
        Password: <span className="font-mono text-sm">correct horse battery staple</span>
      </p>
    </section>
  )
}
