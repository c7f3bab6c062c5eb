import * as z from 'zod'
import { EmailAddress } from '@/lib/server/account/sign-up'
import { type AuditKind, type AuditQuery, auditKinds } from '@/lib/server/admin/audit-trail'
import { firstErrors, isStorable } from '@/lib/server/http/body'
import { days } from '@/lib/time'

/** A form sends an empty string for each field that is not filled in. */
const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (typeof value === 'string' && value.trim() === '' ? undefined : value), schema.optional())

const day = z.iso.date('Choose a day, like 2026-01-31.')
const EventId = z.string().min(1).max(100).refine(isStorable).optional().catch(undefined)

const Params = z
  .object({
    kind: optional(z.enum(auditKinds, 'Choose one of the kinds.')),
    person: optional(EmailAddress),
    from: optional(day),
    to: optional(day),
    session: optional(z.string().regex(/^[\w-]{1,64}$/, 'Enter a session id as shown in the audit trail.')),
    older: EventId,
    newer: EventId,
  })
  .refine(({ from, to }) => !from || !to || from <= to, {
    path: ['to'],
    message: 'Choose a day that is not before the first day.',
  })

export type AuditFilters = Record<'kind' | 'person' | 'from' | 'to' | 'session', string>

export interface ReadAuditSearch {
  /** As typed, for the form and for the links to other pages. */
  filters: AuditFilters
  errors: Record<string, string>
  /** Null where there are errors. */
  query: AuditQuery | null
}

/** Reads the filters from the address. Days are whole, in UTC, and both are included. */
export function readAuditSearch(params: Readonly<Record<string, unknown>>): ReadAuditSearch {
  const filters = {
    ...{ kind: text(params.kind), person: text(params.person), session: text(params.session) },
    ...{ from: text(params.from), to: text(params.to) },
  }
  const input = Params.safeParse(params)
  if (!input.success) return { filters, errors: firstErrors(input.error), query: null }

  const { kind, person, session, from, to, older, newer } = input.data
  const since = from === undefined ? undefined : new Date(from)
  const until = to === undefined ? undefined : new Date(Date.parse(to) + days(1) * 1000)
  return {
    filters,
    errors: {},
    query: { kind, email: person, sessionId: session, since, until, from: placeOf(older, newer) },
  }
}

function placeOf(older: string | undefined, newer: string | undefined): AuditQuery['from'] {
  if (older) return { eventId: older, direction: 'older' }
  return newer ? { eventId: newer, direction: 'newer' } : undefined
}

const text = (value: unknown) => (typeof value === 'string' ? value.slice(0, 254) : '')

export const kindNames: Readonly<Record<AuditKind, string>> = {
  signup: 'Signup',
  login: 'Login',
  login_failed: 'Failed login',
  logout: 'Logout',
  step_up: 'Password confirmed',
  step_up_failed: 'Wrong password in a session',
  renewal_refused: 'Renewal refused',
  refresh_reused: 'Refresh token reused, possible copy',
  revoked: 'Session ended',
  others_cut_off: 'Other sessions ended',
  cut_off: 'Logged out everywhere',
  everyone_cut_off: 'Everyone logged out',
  name_changed: 'Name changed',
  password_changed: 'Password changed',
  // feature: mail
  reset_link_sent: 'Link for a new password sent',
  login_disowned: 'Login reported, password locked',
  password_reset: 'Password set by a link',
  verify_link_sent: 'Link that verifies the address sent',
  address_verified: 'Address verified',
  change_link_sent: 'Link that changes the address sent',
  address_changed: 'Address changed',
  address_restored: 'Change of the address undone',
  account_expired: 'Account without a verified address deleted',
  // end
  // feature: second-factor
  second_factor_on: 'Second factor turned on',
  second_factor_off: 'Second factor turned off',
  second_factor_asked: 'Right password, second factor asked for',
  second_factor_failed: 'Wrong code of a second factor',
  recovery_codes_made: 'Recovery codes made',
  recovery_code_used: 'Recovery code used',
  passkey_added: 'Passkey added',
  passkey_removed: 'Passkey removed',
  passkey_refused: 'Passkey refused',
  passkey_copied: 'Passkey possibly copied',
  // end
  // feature: required-factor
  second_factor_reset: 'Second factor reset',
  factor_required: 'Second factor required of a role',
  factor_not_required: 'Second factor no longer required of a role',
  // end
  role_changed: 'Role changed',
  disabled: 'Account disabled',
  enabled: 'Account enabled',
  account_deleted: 'Account deleted',
}

/** A kind that an older release wrote has no name here, and is shown as stored. */
export const nameOfKind = (kind: string) => Object.entries(kindNames).find(([key]) => key === kind)?.[1] ?? kind
