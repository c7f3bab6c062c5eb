/** Moments in UTC: the server cannot know the visitor's zone, and a second rendering in the browser would have to differ. */

const toFormat = (timeStyle: 'medium' | 'short') =>
  new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle, timeZone: 'UTC' })

const formats = { second: toFormat('medium'), minute: toFormat('short') } as const

/** @param at milliseconds since 1970 */
export const inUtc = (at: Date | number, precision: keyof typeof formats): string =>
  `${formats[precision].format(at)} UTC`
