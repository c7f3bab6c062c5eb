/** The pages of the lab, in the order in which they are best read. */
export const labPlaces = [
  { href: '/lab/trace', name: 'Trace', does: 'See which steps check a request, and how long each takes.' },
  { href: '/lab/inspect', name: 'Inspect', does: 'See what is inside your session cookie, and change one bit of it.' },
  {
    href: '/lab/replay',
    name: 'Replay',
    does: 'See how long a stolen session cookie still works after you log out.',
  },
  { href: '/lab/race', name: 'Race', does: 'See what is lost when requests arrive at the same instant.' },
  { href: '/lab/measure', name: 'Measure', does: 'Measure what a session check costs on this deployment.' },
  {
    href: '/lab/break',
    name: 'Break',
    does: 'Make Redis or Postgres fail, for the lab only, and see what still works.',
  },
  { href: '/lab/events', name: 'Events', does: 'See what each event does to every session and token.' }, // feature: events
] as const
