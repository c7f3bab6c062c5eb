import { RevokeForm } from '@/app/sessions/revoke-form'

/** Reaches what no list shows: sealed sessions too. */
export function EndMany() {
  return (
    <section aria-labelledby="many" className="mt-12">
      <h2 id="many" className="text-3xl font-semibold">
        More than one at once
      </h2>
      <p className="mt-2 max-w-2xl text-ink-soft">
        These end your sessions on every device at once, also those that are on no list.
      </p>
      <div className="mt-5 grid items-start gap-5 md:grid-cols-2">
        <div className="sheet p-5">
          <h3 className="text-xl font-semibold">All others</h3>
          <p className="mt-1 mb-3">You stay logged in here and nowhere else.</p>
          <RevokeForm scope="others" label="End all others" confirm="End every other session">
            <p>
              Every other session of yours ends at once, on every device. This session gets a new id and keeps its data,
              so a copy of your cookie stops working too.
            </p>
          </RevokeForm>
        </div>
        <div className="sheet p-5">
          <h3 className="text-xl font-semibold">Everywhere</h3>
          <p className="mt-1 mb-3">You are logged out on every device, and here.</p>
          <RevokeForm scope="everywhere" label="Log out everywhere" confirm="Log out everywhere, here too">
            <p>All your sessions end at once, this one too. You can log in again right away.</p>
          </RevokeForm>
        </div>
      </div>
    </section>
  )
}
