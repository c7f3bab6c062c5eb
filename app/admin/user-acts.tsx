'use client'

import { ActForm, actRefusals, mayStay } from '@/app/admin/act-form'
import {
  changeRoleAction,
  changeStandingAction,
  cutOffUserAction,
  resetFactorsAction, // feature: required-factor
} from '@/app/admin/actions'
import type { ListedUser } from '@/lib/server/admin/users'
import { roles } from '@/lib/session/session'

const roleSentences = {
  ...actRefusals,
  unchanged: 'The account has this role already. It counts within a second.',
  done: 'The role is changed. The change counts within a second.',
  unfinished:
    'The role is changed. Open sessions may keep the old role for a few minutes more. Try again to change them now.',
}
const standingSentences = {
  ...actRefusals,
  done: 'Done. The change counts within a second.',
  unfinished: `The account is disabled and its sessions have ended, ${mayStay}`,
}
const cutOffSentences = {
  ...actRefusals,
  done: 'Every session of this account has ended.',
  unfinished: `Every session of this account has ended, ${mayStay}`,
}

// feature: required-factor
const resetSentences = {
  ...actRefusals,
  unchanged: 'Nothing was changed: this account has no second factor.',
  self: 'Nothing was changed: this is your own account. Change your second factor on the page “Security” of your account.',
  done: 'The second factor is reset. Every session of this account has ended.',
  unfinished: `The second factor is reset and every session of this account has ended, ${mayStay}`,
}
// end

export function RoleForm({ id, name, email, role }: ListedUser) {
  return (
    <ActForm
      action={changeRoleAction}
      label="Change role"
      whom={email}
      about={{ user: id }}
      sentences={roleSentences}
      field="role"
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
          <span className="text-sm text-ink-soft">
            The user stays logged in. Open sessions get the new role within a second.
            {/* feature: required-factor */}
            {' If only one of the two roles needs a second factor, a user without one logs in again.'}
            {/* end */}
          </span>
        </label>
      )}
    </ActForm>
  )
}

const isRole = (text: string) => roles.some((role) => role === text)

/** One form for both directions, so that the form and its report keep their place while the row changes. */
export function StandingForm({ id, name, email, isDisabled }: ListedUser) {
  return (
    <ActForm
      action={changeStandingAction}
      label={isDisabled ? 'Enable' : 'Disable'}
      whom={email}
      about={{ user: id }}
      sentences={standingSentences}
      field="standing"
      confirm={isDisabled ? 'Enable the account' : 'Disable the account'}
      isDangerous={!isDisabled}
    >
      <input type="hidden" name="standing" value={isDisabled ? 'enabled' : 'disabled'} />
      <p>
        {isDisabled
          ? `${name} can log in again. Sessions that have ended are not restored.`
          : `Every session of ${name} ends at once, and ${name} can no longer log in.`}
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
      about={{ user: id }}
      sentences={cutOffSentences}
      confirm="End every session"
      isDangerous
    >
      <p>
        Every session of {name} ends at once, on every device. {name} can log in again.
      </p>
    </ActForm>
  )
}

// feature: required-factor
export function ResetFactorsForm({ id, name, email, hasFactor }: ListedUser) {
  return (
    <ActForm
      action={resetFactorsAction}
      isOffered={hasFactor}
      label="Reset second factor"
      whom={email}
      about={{ user: id }}
      sentences={resetSentences}
      confirm="Reset the second factor"
      isDangerous
    >
      <p>
        The app, the passkeys and the recovery codes of {name} no longer work, and every session ends. The password
        alone logs in until {name} sets up a second factor again. Do this only for a person whom you have recognised.
      </p>
    </ActForm>
  )
}
// end
