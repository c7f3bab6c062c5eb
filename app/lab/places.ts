/** The pages of the lab, in the order in which a story is told: look, take apart, steal, race, measure, break. */
export const places = [
  { href: '/lab/trace', name: 'Trace', does: 'Watch a check happen, step by step, at the edge and on the server.' },
  { href: '/lab/inspect', name: 'Inspect', does: 'Take your own credential apart, and flip a bit of it.' },
  {
    href: '/lab/replay',
    name: 'Replay',
    does: 'Steal your own session, revoke it, and see when each layer stops believing the copy.',
  },
  { href: '/lab/race', name: 'Race', does: 'Renew, log out and write at the same instant, and count what is left.' },
  { href: '/lab/measure', name: 'Measure', does: 'What a check costs on this very deployment, as a distribution.' },
  {
    href: '/lab/break',
    name: 'Break',
    does: 'Take Redis or Postgres away, from the lab alone, and see who is still let in.',
  },
] as const
