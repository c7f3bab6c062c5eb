// feature: second-factor (this file)
import 'server-only'
import '@/lib/server/http/log-requests'
import { type NextRequest, NextResponse } from 'next/server'
import * as z from 'zod'
import { isOwnOrigin } from '@/lib/addresses'
import { problem } from '@/lib/server/http/problem'
import {
  challengeLifetime,
  issueSigningChallenge,
  originIn,
  rpIdOf,
} from '@/lib/server/second-factor/passkey-challenges'
import { nameInHttp, passkeyCookie } from '@/lib/session/cookies'
import { nowInSeconds } from '@/lib/time'

/** Options for `navigator.credentials.get()`: for the passkey of any account, so they name no account and no passkey. */
export const PasskeyOptions = z.object({
  challenge: z.string(),
  rpId: z.string(),
  userVerification: z.literal('required'),
  /** Milliseconds. */
  timeout: z.int(),
})
type PasskeyOptions = z.infer<typeof PasskeyOptions>

/**
 * `POST /api/passkeys/options`: a new challenge, and a cookie that says that this browser was given it. The same for a
 * login, for the second step of a login and for a step-up. It asks no store.
 */
export async function answerPasskeyOptions(request: NextRequest): Promise<Response> {
  if (!isOwnOrigin(request.headers)) return problem('cross_site')

  const challenges = request.cookies.get(nameInHttp(passkeyCookie))?.value ?? null
  const { value: challenge, cookie } = await issueSigningChallenge({ challenges }, null, nowInSeconds())
  const rpId = rpIdOf(originIn(request.headers))
  const options: PasskeyOptions = { challenge, rpId, userVerification: 'required', timeout: challengeLifetime * 1000 }
  const response = NextResponse.json(options, { headers: { 'Cache-Control': 'no-store' } })
  response.cookies.set(nameInHttp(cookie.name), cookie.value, cookie.attributes)
  return response
}
