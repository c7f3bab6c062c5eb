import { InspectSection } from '@/app/lab/inspect/section'
import type { CookieSize } from '@/lib/lab/server/inspect-credential'

export function CookieSizes({ cookies }: { cookies: readonly CookieSize[] }) {
  return (
    <InspectSection
      id="size"
      heading="What the browser sends"
      hint="Bytes of name and value, which the browser sends with every request to this site, and the most that it stores. It drops a larger cookie without an error."
    >
      <table className="w-full max-w-3xl table-fixed">
        <thead>
          <tr className="text-left">
            <th scope="col" className="py-1.5 pr-4 font-semibold">
              Cookie
            </th>
            <th scope="col" className="w-28 py-1.5 text-right font-semibold">
              Bytes
            </th>
          </tr>
        </thead>
        <tbody>
          {cookies.map((cookie) => (
            <Row key={cookie.name} cookie={cookie} />
          ))}
        </tbody>
      </table>
    </InspectSection>
  )
}

function Row({ cookie: { name, bytes, limit } }: { cookie: CookieSize }) {
  return (
    <tr className="border-t border-rule">
      <th scope="row" className="py-2 pr-4 text-left font-mono text-sm font-normal">
        {name}
        <svg viewBox="0 0 100 8" preserveAspectRatio="none" className="mt-1 block h-2 w-full" aria-hidden="true">
          <rect className="fill-rule" y="3.5" width="100" height="1" />
          <rect className="fill-model" width={(bytes / limit) * 100} height="8" />
        </svg>
      </th>
      <td className="py-2 text-right font-mono text-sm whitespace-nowrap tabular-nums">
        {bytes} of {limit}
      </td>
    </tr>
  )
}
