// feature: events (this file)
import { expect, test } from 'vitest'
import type { Model } from '@/lib/session/models'
import type { Subject } from '@/tests/behaviour/subject'
import { sightsOf } from '@/tests/integration/events/expected'
import { askOverHttp } from '@/tests/integration/events/over-http'
import { rows } from '@/tests/integration/events/rows'
import { openScene } from '@/tests/integration/events/scene'
import { reach } from '@/tests/support/reach'
import { Visitor } from '@/tests/support/visitor'

/** The table of docs/events.md: another process than that of the application performs each event. */
export function events(subject: Subject, model: Model): void {
  test.each(rows.filter((row) => row.model === model))(
    '$name: every cookie and token from before it is worth what the table says',
    async ({ perform, ...row }) => {
      reach(subject.app.url)
      const scene = await openScene(model)
      await perform(scene)

      for (const holder of [scene.current, scene.chosen, ...scene.others, ...scene.strangers]) {
        const { session } = holder.presents
        const wanted = sightsOf(holder, scene, row)
        const told = await askOverHttp(new Visitor(subject.app), session)
        expect([holder.session.model, told]).toEqual([holder.session.model, wanted.session])
        // feature: tokens
        const toldToken = await askOverHttp(new Visitor(subject.app), holder.presents.token)
        expect([holder.session.model, toldToken]).toEqual([holder.session.model, wanted.token])
        // end
      }
    },
  )
}
