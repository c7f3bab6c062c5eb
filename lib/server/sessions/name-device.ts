import 'server-only'
import Bowser from 'bowser'

/** Where a parser knows nothing it repeats the sender's words, who could write "your phone, do not revoke": only known names count. */
const browsers = new Set(Object.values(Bowser.BROWSER_MAP))
const systems = new Set(Object.values(Bowser.OS_MAP))

const unknownDevice = 'Unknown device'

/**
 * Browser and system, for an owner to recognise: "Firefox on Linux". A claim, not a proof: a user agent is whatever its
 * sender wrote. @param userAgent 400 characters at most, as a `Client` has it
 */
export function nameDevice(userAgent: string | null): string {
  // The parser throws at nothing to parse.
  if (!userAgent) return unknownDevice

  const parser = Bowser.getParser(userAgent)
  const browser = known(browsers, parser.getBrowserName())
  const system = known(systems, parser.getOSName())
  if (browser && system) return `${browser} on ${system}`
  if (system) return `Unknown browser on ${system}`
  return browser ?? unknownDevice
}

const known = (names: ReadonlySet<string>, name: string) => (names.has(name) ? name : null)
