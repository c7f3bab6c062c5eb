// feature: required-factor (this file)
'use client'

import { ActForm, actRefusals } from '@/app/admin/act-form'
import { requireFactorAction } from '@/app/admin/actions'
import { type Role, roles } from '@/lib/session/session'

const sentences = {
  ...actRefusals,
  unchanged: 'Nothing was changed: the rule is this one already.',
  own_factor: 'Nothing was changed: this is your own role. Set up a second factor for your own account first.',
  done: 'The rule is changed. Users of this role without a second factor are logged out.',
  unfinished:
    'The rule is changed, but some devices of users without a second factor may stay logged in for a few minutes more. Try again to log them out now.',
}

/** The roles whose accounts must have a second factor, each with a form that changes it. */
export function RequiredFactors({ required }: { required: readonly Role[] }) {
  return (
    <section aria-labelledby="required" className="mt-16 max-w-3xl border-t-2 border-ink pt-5">
      <h2 id="required" className="text-3xl font-semibold">
        Second factor by role
      </h2>
      <p className="mt-2 max-w-2xl">
        Users of a role that needs a second factor must set one up after their next login, before they can do anything
        else. They cannot remove their last one.
      </p>
      <ul className="mt-4 grid gap-4">
        {roles.map((role) => (
          <li key={role} className="sheet grid gap-3 px-4 py-3">
            <p>
              <span className="font-serif text-xl font-semibold">{role}</span>{' '}
              <span className="text-ink-soft">{required.includes(role) ? 'required' : 'not required'}</span>
            </p>
            <RuleForm role={role} isRequired={required.includes(role)} />
          </li>
        ))}
      </ul>
    </section>
  )
}

/** One form for both directions, so that the form and its report keep their place while the rule changes. */
function RuleForm({ role, isRequired }: { role: Role; isRequired: boolean }) {
  return (
    <ActForm
      action={requireFactorAction}
      label={isRequired ? 'Stop requiring it' : 'Require it'}
      whom={`for the role ${role}`}
      about={{ role }}
      sentences={sentences}
      field="rule"
      confirm={isRequired ? 'Stop requiring a second factor' : 'Require a second factor'}
      isDangerous={!isRequired}
    >
      <input type="hidden" name="rule" value={isRequired ? 'off' : 'on'} />
      <p>
        {isRequired
          ? 'The password alone is enough again for users without a second factor. Those who wait to set one up are logged out.'
          : 'Every user of this role without a second factor is logged out, on every device, and sets one up after the next login.'}
      </p>
    </ActForm>
  )
}
