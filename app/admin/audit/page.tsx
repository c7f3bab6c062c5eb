import type { Metadata } from 'next'
import { type AuditFilters, readAuditSearch } from '@/app/admin/audit/audit-search'
import { FilterForm } from '@/app/admin/audit/filter-form'
import { Trail } from '@/app/admin/audit/trail'
import { AdminHeading, PageLinks, toHref } from '@/app/admin/navigation'
import { PasswordNotice } from '@/app/password-notice/password-notice' // feature: notice
import { PageFrame } from '@/app/ui/page/page-frame'
import { routes } from '@/lib/routes'
import { type AuditPage, listAuditEvents } from '@/lib/server/admin/audit-trail'
import { requirePermission } from '@/lib/server/guards/require-session'

export const metadata: Metadata = { title: 'Audit trail' }

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export default async function AuditTrailPage({ searchParams }: Props) {
  const session = await requirePermission('audit:read', routes.audit)

  const { filters, errors, query } = readAuditSearch(await searchParams)
  const found = query && (await listAuditEvents(query))

  return (
    <PageFrame visitor={session}>
      <AdminHeading current={routes.audit} />
      {/* feature: notice */}
      <PasswordNotice session={session} />
      {/* end */}
      <FilterForm filters={filters} errors={errors} />
      <section aria-label="Events" className="mt-6">
        {found && found.events.length > 0 && <Trail events={found.events} />}
        {found?.events.length === 0 && <p role="status">Nothing on record matches this.</p>}
        {query && !found && <p role="status">Nobody has the address {filters.person}.</p>}
        {found && <Leaf found={found} filters={filters} />}
      </section>
    </PageFrame>
  )
}

function Leaf({ found, filters }: { found: AuditPage; filters: AuditFilters }) {
  const link = (place: 'newer' | 'older', text: string) => {
    const eventId = found[place]
    return eventId === null ? null : { href: toHref(routes.audit, { ...filters, [place]: eventId }), text }
  }
  return <PageLinks back={link('newer', 'Newer')} on={link('older', 'Older')} />
}
