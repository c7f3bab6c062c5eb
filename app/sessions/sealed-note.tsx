import { ModelDrawing } from '@/app/ui/model-drawing'

/** What stateless means, where it can be seen: nothing to list. */
export function SealedNote() {
  return (
    <section
      data-model="sealed"
      aria-labelledby="sealed"
      className="sheet mt-8 grid items-center gap-6 border-l-4 border-l-model p-5 md:grid-cols-[1fr_12rem]"
    >
      <div className="max-w-2xl">
        <h2 id="sealed" className="text-2xl font-semibold">
          This session is not on the list
        </h2>
        <p className="mt-2">
          It is sealed: all there is of it is the cookie in this browser. Nobody keeps a row of it, so no list can show
          it or any other sealed session of yours, and none of them can be picked out and revoked from another device.
          That is what stateless means.
        </p>
        <p className="mt-2">
          What always works: log out here, which ends this one; or end all of them at once, below. That needs no list,
          only a number in your account that every cookie carries and that is raised.
        </p>
      </div>
      <div className="max-w-48 max-md:hidden">
        <ModelDrawing model="sealed" />
      </div>
    </section>
  )
}
