import type { ReactNode } from 'react'

/** Loads the address that the browser shows again, query included: the middleware may have put another page there. Works without JavaScript. */
export function ReloadLink({ className, children }: { className: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/useValidAnchor: an empty address is that of the document (RFC 3986, section 4.4).
    <a href="" className={className}>
      {children}
    </a>
  )
}
