import { useState } from 'react'
import { type Act, type Change, type Desk, emptyDesk, type Word } from '@/app/tokens/desk'
import { getTokens } from '@/app/tokens/get-tokens'
import { makeCalls } from '@/app/tokens/make-calls'
import type { Resource } from '@/app/tokens/resources'
import { takeBack } from '@/app/tokens/take-back'
import { useSetSince } from '@/app/ui/rendered-for'

const asking: Word = { text: 'Asking …' }

/** The desk, and its three acts. One at a time: each goes on from what the one before has left. */
export function useDesk(resources: readonly Resource[], userId: string) {
  const [desk, setDesk] = useState<Desk>(emptyDesk)
  const setSince = useSetSince()

  async function perform(act: Act): Promise<void> {
    if (desk.busy) return
    setDesk(spoken(desk, act, asking, act))

    const { word, ...changed } = await acts[act](desk, resources, userId)
    if (changed.isTakenBack || word.mustLogIn) setSince('ended')
    if (word.isOfAnother) setSince('other')
    setDesk((before) => spoken({ ...before, ...changed }, act, word, null))
  }

  return { desk, perform }
}

const acts: Readonly<Record<Act, (desk: Desk, resources: readonly Resource[], userId: string) => Promise<Change>>> = {
  get: (_, resources, userId) => getTokens(resources, userId),
  call: makeCalls,
  takeBack,
}

/** Only the latest act has something to say: what an earlier one said may not be true any more. */
const spoken = (desk: Desk, act: Act, word: Word, busy: Act | null): Desk => ({
  ...desk,
  busy,
  words: { ...emptyDesk.words, [act]: word },
})
