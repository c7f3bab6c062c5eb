import type { ReactNode } from 'react'
import {
  CutOffForm,
  ResetFactorsForm, // feature: required-factor
  RoleForm,
  StandingForm,
} from '@/app/admin/user-acts'
import type { ListedUser } from '@/lib/server/admin/users'

// model: stored, signed
// model: three
/** Sealed sessions have no rows to count. */
const counted = { name: 'Stored and signed sessions', width: 'w-44' } as const
// end, otherwise: const counted = { name: 'Sessions', width: 'w-28' } as const
// end

/** Fixed widths for the table: a font that loads late causes no layout shift. */
const headings = [
  { name: 'Person', width: '' },
  { name: 'Role', width: 'w-28' },
  { name: 'Account', width: 'w-32' },
  { name: 'Second factor', width: 'w-36' }, // feature: required-factor
  counted, // model: stored, signed
] as const

interface Props {
  users: readonly ListedUser[]
  /** The admin who looks at the page: admins cannot act on themselves. */
  ownId: string
}

/** The forms of a user have their own row and open in place. A table on wide screens, a card for each user on narrow ones. */
export function UsersTable({ users, ownId }: Props) {
  return (
    <table className="w-full border-collapse text-left max-lg:block lg:table-fixed">
      <caption className="sr-only">Users, by e-mail address</caption>
      <thead className="border-b-2 border-ink text-sm text-ink-soft max-lg:sr-only">
        <tr>
          {headings.map(({ name, width }) => (
            <th key={name} scope="col" className={`px-4 py-2 font-medium ${width}`}>
              {name}
            </th>
          ))}
        </tr>
      </thead>
      {users.map((user) => (
        <UserRows key={user.id} user={user} isOwn={user.id === ownId} />
      ))}
    </table>
  )
}

function UserRows({ user, isOwn }: { user: ListedUser; isOwn: boolean }) {
  return (
    <tbody className="sheet max-lg:mb-4 max-lg:block max-lg:py-2">
      <tr className="align-top max-lg:block">
        <th scope="row" className="px-4 py-3 font-normal max-lg:block">
          <span className="block font-serif text-xl font-semibold [overflow-wrap:anywhere]">{user.name}</span>
          <span className="block text-sm text-ink-soft [overflow-wrap:anywhere]">{user.email}</span>
        </th>
        <Cell label="Role">{user.role}</Cell>
        <Cell label="Account">
          {user.isDisabled ? <span className="stamp text-alert">disabled</span> : <span>active</span>}
        </Cell>
        {/* feature: required-factor */}
        <Cell label="Second factor">{user.hasFactor ? 'on' : 'none'}</Cell>
        {/* end */}
        {/* model: stored, signed */}
        <Cell label={counted.name}>
          <span className="font-mono tabular-nums">{user.sessions}</span>
        </Cell>
        {/* end */}
      </tr>
      <tr className="max-lg:block">
        <td colSpan={headings.length} className="px-4 pb-3 max-lg:block max-lg:pt-3">
          {isOwn ? (
            <p className="pb-2 text-ink-soft">This is your own account. Another admin can change it.</p>
          ) : (
            <div className="flex flex-wrap gap-3">
              <RoleForm {...user} />
              <CutOffForm {...user} />
              <StandingForm {...user} />
              <ResetFactorsForm {...user} /> {/* feature: required-factor */}
            </div>
          )}
        </td>
      </tr>
    </tbody>
  )
}

function Cell({ label, children }: { label: string; children: ReactNode }) {
  return (
    <td className="px-4 py-3.5 max-lg:flex max-lg:justify-between max-lg:gap-4 max-lg:py-1">
      <span className="text-ink-soft lg:hidden">{label}</span>
      {children}
    </td>
  )
}
