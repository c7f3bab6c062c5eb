// model: stored, signed (this file)
import 'server-only'

/** What makes a row a session: every statement that reads or extends one repeats it, so that an end is an end. */
export const alive = (now: Date) => ({ endedAt: null, idleUntil: { gt: now }, endsAt: { gt: now } })

/**
 * And what makes it none before anybody has ended it: a cut-off of everyone, whose rows are ended little by little. For
 * whoever has not compared the credential's own generation with the site's.
 */
export const notCutOff = (siteGeneration: number) => ({ siteGeneration: { gte: siteGeneration } })
