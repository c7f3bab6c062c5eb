import type { ReactNode } from 'react'

/** To the address that the browser shows, query included, whatever page the server has put there. Works without JavaScript. */
export function ReloadLink({ className, children }: { className: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/useValidAnchor: an empty address is that of the document (RFC 3986, section 4.4).
    <a href="" className={className}>
      {children}
    </a>
  )
}
