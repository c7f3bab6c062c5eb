'use client'

import { ActForm, actRefusals, notTold } from '@/app/admin/act-form'
import { changeRoleAction, changeStandingAction, cutOffUserAction } from '@/app/admin/actions'
import type { ListedUser } from '@/lib/server/admin/users'
import { roles } from '@/lib/session/session'

const roleSentences = {
  ...actRefusals,
  unchanged: 'Nothing was changed: this is the role already. Redis was told so, whether or not it knew.',
  done: 'The role is changed. It counts from the next request on.',
  unfinished: `The role is changed. ${notTold}`,
}
const standingSentences = {
  ...actRefusals,
  done: 'Done. What this row says now counts at once.',
  unfinished: `The account is disabled and its sessions have ended. ${notTold}`,
}
const cutOffSentences = {
  ...actRefusals,
  done: 'Every session of this account has ended.',
  unfinished: `Every session of this account has ended. ${notTold}`,
}

export function RoleForm({ id, name, email, role }: ListedUser) {
  return (
    <ActForm
      action={changeRoleAction}
      label="Change role"
      whom={email}
      userId={id}
      sentences={roleSentences}
      confirm="Change the role"
    >
      {(typed) => (
        <label className="grid gap-1">
          <span className="font-medium">New role of {name}</span>
          <select key={`${role} ${typed}`} name="role" defaultValue={isRole(typed) ? typed : role} className="input">
            {roles.map((each) => (
              <option key={each} value={each}>
                {each}
              </option>
            ))}
          </select>
          <span className="text-sm text-ink-soft">Nobody is logged out: open sessions are renewed with it.</span>
        </label>
      )}
    </ActForm>
  )
}

const isRole = (text: string) => roles.some((role) => role === text)

/** One form for both directions: it stays where it is while the row changes, and so does its report. */
export function StandingForm({ id, name, email, isDisabled }: ListedUser) {
  return (
    <ActForm
      action={changeStandingAction}
      label={isDisabled ? 'Enable' : 'Disable'}
      whom={email}
      userId={id}
      sentences={standingSentences}
      confirm={isDisabled ? 'Enable the account' : 'Disable the account'}
      isDangerous={!isDisabled}
    >
      <input type="hidden" name="standing" value={isDisabled ? 'enabled' : 'disabled'} />
      <p>
        {isDisabled
          ? `${name} may log in again. Sessions that have ended stay so.`
          : `Every session of ${name} ends at once, and no new one can be started.`}
      </p>
    </ActForm>
  )
}

export function CutOffForm({ id, name, email }: ListedUser) {
  return (
    <ActForm
      action={cutOffUserAction}
      label="Log out everywhere"
      whom={email}
      userId={id}
      sentences={cutOffSentences}
      confirm="End every session"
      isDangerous
    >
      <p>Every session of {name} ends at once, on every device and of every model. Logging in again works.</p>
    </ActForm>
  )
}
