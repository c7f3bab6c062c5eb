'use client'

import { useEffect } from 'react'
import { mustLogIn, sayRefusal } from '@/app/lab/ui/say-refusal'
import { useSetSince } from '@/app/ui/form/rendered-for'
import { PageLink } from '@/app/ui/page/link'
import { loginPath, routes } from '@/lib/routes'

/** @param hasEnded that the session ended as part of the experiment */
export function Refusable({ word, hasEnded = false }: { word: string; hasEnded?: boolean }) {
  const setSince = useSetSince()
  const isEnd = hasEnded || word === sayRefusal(401)

  useEffect(() => {
    if (isEnd) setSince('ended')
  }, [isEnd, setSince])

  if (!hasEnded && !mustLogIn(word)) return word
  return (
    <>
      {word}{' '}
      <PageLink href={loginPath(routes.dashboard)} className="link">
        Log in again
      </PageLink>
    </>
  )
}
