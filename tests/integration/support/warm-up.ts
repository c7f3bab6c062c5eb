import { UnavailableError } from '@/lib/errors'
import { askCutOffs } from '@/lib/session/revocation/ask'
import { deny } from '@/lib/session/revocation/write'

/** The embedded Redis learns a script when it is first asked, and on a busy machine that takes longer than a question may. */
export async function warmUpRedis(tries = 10): Promise<void> {
  try {
    await deny('nobody')
    await askCutOffs('nobody')
  } catch (error) {
    if (!(error instanceof UnavailableError) || tries === 1) throw error
    await warmUpRedis(tries - 1)
  }
}
