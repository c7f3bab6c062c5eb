// feature: second-factor (this file)
import 'server-only'
import { countRecoveryCodes, type Factors, findFactors } from '@/lib/db/second-factor/factors'

export interface OwnFactors extends Factors {
  /** How many recovery codes are left. */
  recoveryCodes: number
}

/** What the owner of an account sees of the factors. @throws {UnavailableError} */
export async function listFactors(userId: string): Promise<OwnFactors> {
  const [factors, recoveryCodes] = await Promise.all([findFactors(userId), countRecoveryCodes(userId)])
  return { ...factors, recoveryCodes }
}
