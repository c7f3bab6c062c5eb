// feature: second-factor (this file)
import type { Page } from 'playwright-core'
import { routes } from '@/lib/routes'
import type { Model } from '@/lib/session/models'
import type { SessionOptions } from '@/tests/support/open-session'
import { openAs } from '@/tests/support/tab'

/** Chromium's virtual authenticator, of one tab. It answers at once, as if its user had touched it. */
export interface VirtualAuthenticator {
  /** Whether it answers. A question that waits already is not answered later. */
  answers: (isPresent: boolean) => Promise<void>
  /** Whether the user passes the PIN or the fingerprint. */
  verifies: (isVerified: boolean) => Promise<void>
  /** The passkeys in it, with their counters. */
  credentials: () => Promise<readonly { credentialId: string; signCount: number }[]>
  /** Takes all passkeys out of it, as with another device. */
  clear: () => Promise<void>
}

/** @param autofill whether the browser lists passkeys below a field: then the authenticator answers the page of the login by itself */
export async function plugIn(page: Page, { autofill = false } = {}): Promise<VirtualAuthenticator> {
  if (!autofill) {
    await page.addInitScript(() => {
      PublicKeyCredential.isConditionalMediationAvailable = async () => false
    })
  }
  const protocol = await page.context().newCDPSession(page)
  await protocol.send('WebAuthn.enable')
  const { authenticatorId } = await protocol.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      ...({ protocol: 'ctap2', transport: 'internal', hasResidentKey: true } as const),
      ...{ hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
    },
  })
  return {
    credentials: async () => (await protocol.send('WebAuthn.getCredentials', { authenticatorId })).credentials,
    answers: async (enabled) => {
      await protocol.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled })
    },
    verifies: async (isUserVerified) => {
      await protocol.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified })
    },
    clear: async () => {
      await protocol.send('WebAuthn.clearCredentials', { authenticatorId })
    },
  }
}

/** Adds a passkey on the page of an account without a second factor. */
export async function addFirstPasskey(page: Page, model: Model, account: SessionOptions): Promise<void> {
  await openAs(page, model, routes.security, account)
  await page.getByLabel('Name of the new passkey').fill('Laptop')
  await page.getByRole('button', { name: 'Add a passkey' }).click()
  await page.getByRole('button', { name: 'I have stored them: add the passkey' }).click()
  await page.getByText('The passkey was added.').waitFor()
}
