// feature: second-factor (this file)
'use client'

import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/browser'
import { useSyncExternalStore } from 'react'
import { routes } from '@/lib/routes'

/**
 * `json`: for our server. `cancelled`: by the user, by a time limit, or because no passkey fits: browsers do not say which.
 * `aborted`: this page asked again, or is left. `registered`: the authenticator has a passkey of this account.
 */
export type PasskeyAnswer =
  | { outcome: 'answered'; json: string }
  | { outcome: 'cancelled' | 'aborted' | 'registered' | 'unanswered' | 'impossible' }

/** The library is loaded with the first use: a visitor without a passkey does not need it. */
const load = () => import('@simplewebauthn/browser').catch(() => null)

/**
 * Asks the browser for a passkey of any account.
 * @param autofill lists the passkeys below the field with the user's name (conditional UI), until this signal; null opens the
 * browser's own dialog
 */
export async function askForPasskey(autofill: AbortSignal | null = null): Promise<PasskeyAnswer> {
  const library = await load()
  const optionsJSON = await fetchOptions(autofill)
  if (autofill?.aborted) return { outcome: 'aborted' }
  if (!library || !optionsJSON) return { outcome: 'unanswered' }

  autofill?.addEventListener('abort', () => library.WebAuthnAbortService.cancelCeremony())
  return answered(library.startAuthentication({ optionsJSON, useBrowserAutofill: autofill !== null }))
}

async function fetchOptions(signal: AbortSignal | null): Promise<PublicKeyCredentialRequestOptionsJSON | null> {
  try {
    const answer = await fetch(routes.passkeyOptions, { method: 'POST', signal })
    return answer.ok ? await answer.json() : null
  } catch {
    return null
  }
}

/** Asks the browser to make a new passkey. */
export async function makePasskey(optionsJSON: PublicKeyCredentialCreationOptionsJSON): Promise<PasskeyAnswer> {
  const library = await load()
  return library ? answered(library.startRegistration({ optionsJSON })) : { outcome: 'unanswered' }
}

async function answered(answer: Promise<object>): Promise<PasskeyAnswer> {
  try {
    return { outcome: 'answered', json: JSON.stringify(await answer) }
  } catch (error) {
    return { outcome: whyNot(error instanceof Error ? error.name : '') }
  }
}

function whyNot(name: string): Exclude<PasskeyAnswer['outcome'], 'answered'> {
  if (name === 'NotAllowedError') return 'cancelled'
  if (name === 'AbortError') return 'aborted'
  return name === 'InvalidStateError' ? 'registered' : 'impossible'
}

/** An RP id is a name: browsers refuse passkeys at an address with an IP number. */
const knowsPasskeys = () => 'PublicKeyCredential' in window && !/^[\d.]+$|^\[/.test(location.hostname)

const nothingToWatch = () => () => undefined

/** Whether this browser knows passkeys. @param onServer the answer for the server's markup, and while hydrating */
export function useKnowsPasskeys(onServer = false): boolean {
  return useSyncExternalStore(nothingToWatch, knowsPasskeys, () => onServer)
}

/** Whether the browser can list passkeys below a field. */
export async function canAutofill(): Promise<boolean> {
  if (!knowsPasskeys() || !('any' in AbortSignal)) return false
  return (await PublicKeyCredential.isConditionalMediationAvailable?.()) ?? false
}
