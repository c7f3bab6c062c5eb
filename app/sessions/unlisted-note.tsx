// model: sealed (this file)
import { ModelDrawing } from '@/app/ui/models/pictures' // model: several
import type { Model } from '@/lib/session/models'

/** What stateless means, where it can be seen: nothing to list. */
export function UnlistedNote({ model }: { model: Model }) {
  return (
    <section
      data-model={model}
      aria-labelledby="unlisted"
      className="sheet mt-8 grid items-center gap-6 border-l-4 border-l-model p-5 md:grid-cols-[1fr_12rem]"
    >
      <div className="max-w-2xl">
        <h2 id="unlisted" className="text-2xl font-semibold">
          This session is not on the list
        </h2>
        <p className="mt-2">
          It is {model}: all of it is in the cookie of this browser, and the server stores nothing. So no list can show
          your {model} sessions, and you cannot revoke a single one from another device. That is what stateless means.
        </p>
        <p className="mt-2">
          You can log out here, which ends this session, or end all of them at once, below. Every cookie carries a
          number of your account: when it is raised, older cookies are refused.
        </p>
      </div>
      {/* model: several */}
      <div className="max-w-48 max-md:hidden">
        <ModelDrawing model={model} />
      </div>
      {/* end */}
    </section>
  )
}
