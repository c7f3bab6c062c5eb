// feature: mail (this file)
import { AddressForm } from '@/app/account/address/address-form'
import { VerificationForm } from '@/app/account/address/verification-form'
import { Section } from '@/app/account/section'
import { inUtc } from '@/app/ui/in-words'
import { MailboxNote } from '@/app/ui/page/mailbox-note'
import { type AddressState, getAddressState } from '@/lib/server/account/address'

/** Nothing where the application sends no mail: then no address can be verified or changed. */
export async function AddressSection({ userId }: { userId: string }) {
  const state = await getAddressState(userId)
  if (!state) return null

  return (
    <Section
      id="change-address"
      heading="E-mail address"
      hint="You log in with it. A new address gets a link, which you open to change it. Then your sessions on all other devices end."
    >
      <div className="sheet grid max-w-xl gap-6 p-5">
        {state.isVerified ? <p>Your address is verified.</p> : <Unverified state={state} />}
        <AddressForm />
        <MailboxNote />
      </div>
    </Section>
  )
}

function Unverified({ state: { deletedAfter } }: { state: Extract<AddressState, { isVerified: false }> }) {
  return (
    <div className="grid justify-items-start gap-3 border-l-4 border-l-alert pl-4">
      <p>
        <strong>Your address is not verified.</strong> Open the link in our mail, or request another one.
        {deletedAfter && ` Without a verified address, this account is deleted after ${inUtc(deletedAfter, 'minute')}.`}
      </p>
      <VerificationForm />
    </div>
  )
}
