const units = [
  [86_400, 'day'],
  [3600, 'hour'],
  [60, 'minute'],
] as const

/** A duration for people: "7 days", "90 seconds". Rounded up, in the largest unit of which it has two or more. @param seconds one or more */
export function inWords(seconds: number): string {
  const [length, name] = units.find(([unit]) => seconds >= 2 * unit) ?? [1, 'second']
  const count = Math.ceil(seconds / length)
  return `${count} ${name}${count === 1 ? '' : 's'}`
}

/** "3 minutes ago". @param seconds since then; what a clock skew puts into the future is "just now" */
export function ago(seconds: number): string {
  if (seconds < 60) return 'just now'

  const [length, name] = units.find(([unit]) => seconds >= unit) ?? [60, 'minute']
  const count = Math.floor(seconds / length)
  return `${count} ${name}${count === 1 ? '' : 's'} ago`
}
