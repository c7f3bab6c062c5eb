import type { Metadata } from 'next'
import { type AuditFilters, kindNames, readAuditSearch } from '@/app/admin/audit/audit-search'
import { Trail } from '@/app/admin/audit/trail'
import { AdminHeading, PageLinks, toHref } from '@/app/admin/navigation'
import { PasswordNotice } from '@/app/password-notice/password-notice' // feature: notice
import { describedBy, FieldFrame } from '@/app/ui/form/field'
import { ErrorSummary } from '@/app/ui/form/report'
import { PageLink } from '@/app/ui/page/link'
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
        {found?.events.length === 0 && <p role="status">No event matches these filters.</p>}
        {query && !found && <p role="status">No user has the address {filters.person}.</p>}
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

interface FilterProps {
  filters: AuditFilters
  errors: Readonly<Record<string, string>>
}

const fields = [
  { name: 'person', label: 'Person (e-mail)', type: 'text' },
  { name: 'from', label: 'From (UTC)', type: 'date' },
  { name: 'to', label: 'To (UTC)', type: 'date' },
  { name: 'session', label: 'Session', type: 'text' },
] as const

/** A GET form: the filters are in the address, and work without JavaScript. */
function FilterForm({ filters, errors }: FilterProps) {
  const isFiltered = Object.values(filters).some((value) => value !== '')

  return (
    <search className="mt-6 block">
      <form action={routes.audit} method="get" noValidate className="grid gap-4">
        {Object.keys(errors).length > 0 && (
          <ErrorSummary sentence="There was no search. Please correct this:" errors={errors} answer={errors} />
        )}
        <div className="grid grid-cols-2 gap-x-3 gap-y-4 sm:gap-x-4 lg:grid-cols-5 max-lg:*:last:col-span-2">
          <KindField chosen={filters.kind} error={errors.kind} />
          {fields.map(({ name, label, type }) => (
            <FieldFrame key={name} name={name} label={label} error={errors[name]}>
              <input
                id={name}
                name={name}
                type={type}
                defaultValue={filters[name]}
                autoComplete="off"
                aria-invalid={errors[name] !== undefined}
                aria-describedby={describedBy(name, { error: errors[name] })}
                className="input"
              />
            </FieldFrame>
          ))}
        </div>
        <div className="flex flex-wrap items-center gap-4">
          <button type="submit" className="button button-quiet">
            Filter
          </button>
          {isFiltered && (
            <PageLink href={routes.audit} className="link flex min-h-11 items-center">
              Show everything
            </PageLink>
          )}
        </div>
      </form>
    </search>
  )
}

function KindField({ chosen, error }: { chosen: string; error: string | undefined }) {
  return (
    <FieldFrame name="kind" label="Kind" error={error}>
      <select
        id="kind"
        name="kind"
        defaultValue={chosen}
        aria-invalid={error !== undefined}
        aria-describedby={describedBy('kind', { error })}
        className="input"
      >
        <option value="">Any</option>
        {Object.entries(kindNames).map(([kind, name]) => (
          <option key={kind} value={kind}>
            {name}
          </option>
        ))}
      </select>
    </FieldFrame>
  )
}
