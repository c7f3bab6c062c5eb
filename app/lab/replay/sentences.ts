import type { Act, Outcome, RotationStep, Subject } from '@/lib/lab/shared/replay'

/** What a reader may do about a theft, and which sessions it ends. */
export const actSentences: Readonly<Record<Act, { name: string; does: string }>> = {
  logout: {
    name: 'Log out',
    does: 'Logs out your session and the three that the run opened, as the button “Log out” does.',
  },
  revoke: {
    name: 'Revoke the device',
    does: 'Each session is revoked from the list of devices. A sealed session is in no list: it cannot be revoked alone.',
  },
  everywhere: {
    name: 'Revoke everywhere',
    does: 'Really ends all sessions of your account, on every device, this one too. You log in again afterwards.',
  },
  password: {
    name: 'Change the password',
    does: 'Ends all sessions of your account, as a new password does, and here this one too. The password itself stays.',
  },
  role: {
    name: 'Change the role',
    does: 'Renews all sessions at once, as a new role does. No request is refused. The role itself stays.',
  },
  keys: {
    name: 'Rotate the keys',
    does: 'Append, promote, retire: three deploys, here three seconds. Nothing ends until the old key is retired; then all that it made is refused. Only the thief meets the new keys; those of this deployment stay. tests/security/key-rotation-drill.test.ts makes the three deploys.',
  },
}

export const outcomeSentences: Readonly<Record<Outcome, string>> = {
  ended: 'ended',
  unfinished: 'ended, but Redis could not be told',
  impossible: 'impossible: it is in no list',
  renewable: 'goes on, renewed with what is true now',
  retired: 'alive, but the key that made it is retired',
  unavailable: 'a store was away: nothing has happened',
}

export const stepSentences: Readonly<Record<RotationStep, string>> = {
  appended: 'appended',
  promoted: 'promoted',
  retired: 'alone, with the old one retired,',
}

export const subjectNames: Readonly<Record<Subject, string>> = {
  sealed: 'sealed',
  stored: 'stored',
  signed: 'signed',
  own: 'your own',
}
