// model: sealed (this file)
import { ModelDrawing } from '@/app/ui/models/pictures' // model: several
import type { Model } from '@/lib/session/models'

/** Why a stateless session is not on the list. */
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
          It is {model}: the cookie of this browser holds the whole session, and the server stores nothing. So the list
          cannot show your {model} sessions, and you cannot end a single one from another device.
        </p>
        <p className="mt-2">
          To end this session, log out. To end all your {model} sessions at once, use the buttons below. Each cookie
          carries a number of your account. The buttons raise that number, and older cookies are refused.
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
