import type { AuditFilters } from '@/app/admin/audit/audit-search'
import { kindNames } from '@/app/admin/audit/audit-search'
import { ErrorSummary } from '@/app/ui/form/error-summary'
import { describedBy, FieldFrame } from '@/app/ui/form/field'
import { PageLink } from '@/app/ui/page/link'
import { routes } from '@/lib/routes'

interface Props {
  filters: AuditFilters
  errors: Readonly<Record<string, string>>
}

const fields = [
  { name: 'person', label: 'Person (e-mail)', type: 'text' },
  { name: 'from', label: 'From (UTC)', type: 'date' },
  { name: 'to', label: 'To (UTC)', type: 'date' },
  { name: 'session', label: 'Session', type: 'text' },
] as const

/** A GET: the filters are in the address, and need no JavaScript. */
export function FilterForm({ filters, errors }: Props) {
  const isFiltered = Object.values(filters).some((value) => value !== '')

  return (
    <search className="mt-6 block">
      <form action={routes.audit} method="get" noValidate className="grid gap-4">
        {Object.keys(errors).length > 0 && (
          <ErrorSummary sentence="Nothing was looked for. Please look at this again:" errors={errors} answer={errors} />
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
