import { type ClaimId, claimIds } from '@/lib/figures/claims'

/** `partly`: holds under the condition that the verdict names, or says less than it seems. `no-longer`: a standard once allowed it. */
export const kinds = ['holds', 'partly', 'no-longer', 'false'] as const
export type Kind = (typeof kinds)[number]

/** What shows it, in words of its name: tests/unit/claims/claims.test.ts looks for them in the file. */
interface NamedTest {
  file: string
  name: string
}

export interface Claim {
  id: ClaimId
  kind: Kind
  // feature: lab
  /** The page of the lab where it can be seen, and the rest of its address, which chooses the experiment. */
  lab?: {
    page: 'break' | 'inspect' | 'measure' | 'race' | 'replay' | 'trace'
    preset?: string
    /** An experiment of its own on that page, which has a text of its own. */
    experiment?: 'address' | 'tokens'
  }
  // end
  tests: readonly NamedTest[]
}

const claimsById: Readonly<Record<ClaimId, Omit<Claim, 'id'>>> = {
  'saves-work': {
    kind: 'partly',
    lab: { page: 'measure' }, // feature: lab
    tests: [
      {
        file: 'tests/integration/stored-copies.test.ts',
        name: 'a second strict check asks Postgres nothing and Redis once',
      },
    ],
  },
  scales: {
    kind: 'partly',
    lab: { page: 'replay', preset: '?act=keys' }, // feature: lab
    tests: [
      {
        file: 'tests/security/key-rotation-drill.test.ts',
        name: 'three deploys add, use and retire a key in two processes',
      },
      {
        file: 'tests/security/revocation-lag.real.test.ts',
        name: 'the process that made it refuses the session at once',
      },
    ],
  },
  'data-on-server': {
    kind: 'false',
    lab: { page: 'inspect' }, // feature: lab
    tests: [
      {
        file: 'tests/security/leaked-keys.test.ts',
        name: 'an attacker with a leaked seal password can forge a session of any user',
      },
      { file: 'tests/integration/stored-copies.test.ts', name: 'a secret of another session is refused' },
    ],
  },
  'encrypted-and-signed': {
    kind: 'partly',
    lab: { page: 'inspect', preset: '#flip' }, // feature: lab
    tests: [{ file: 'tests/security/forged-credentials.test.ts', name: 'every other token is refused' }],
  },
  'newest-state': {
    kind: 'partly',
    lab: { page: 'race', preset: '#data' }, // feature: lab
    tests: [
      {
        file: 'tests/integration/race-data.real.test.ts',
        name: 'concurrent changes to the data of a session with a row are all kept',
      },
      {
        file: 'tests/integration/race-data.real.test.ts',
        name: 'changes to sealed data change a copy of the same cookie each',
      },
    ],
  },
  slower: {
    kind: 'partly',
    lab: { page: 'measure' }, // feature: lab
    tests: [
      {
        file: 'tests/integration/follow.test.ts',
        name: 'a strict check calls Redis once, each time; a check in off mode never calls it',
      },
    ],
  },
  'cannot-be-revoked': {
    kind: 'partly',
    lab: { page: 'replay', preset: '?act=logout' }, // feature: lab
    tests: [{ file: 'tests/security/truth-table.test.ts', name: 'refuses every spelling of the credential' }],
  },
  'jwt-is-encrypted': {
    kind: 'false',
    lab: { page: 'inspect' }, // feature: lab
    tests: [
      { file: 'tests/unit/tokens/decode-token.test.ts', name: 'a token of ours is read without a key' },
      { file: 'tests/unit/signed/access-token.test.ts', name: 'a token says nothing private' },
    ],
  },
  'carries-roles': {
    kind: 'partly',
    lab: { page: 'replay', preset: '?act=role' }, // feature: lab
    tests: [
      {
        file: 'tests/integration/role-change-delay.real.test.ts',
        name: 'a new role reaches a session that is in use',
      },
      {
        file: 'tests/integration/resource-server/revocation.test.ts',
        name: 'a user who has lost a permission since the token was issued is refused',
      },
    ],
  },
  'same-key': {
    kind: 'partly',
    lab: { page: 'inspect' }, // feature: lab
    tests: [
      {
        file: 'tests/security/jwks.test.ts',
        name: 'the published key set has the public halves of our keys, and nothing else',
      },
      {
        file: 'tests/integration/resource-server/forged-tokens.test.ts',
        name: 'HS256 with the public key as its secret is refused',
      },
    ],
  },
  'in-parameter': {
    kind: 'no-longer',
    // feature: lab
    lab: { page: 'inspect', preset: '#address', experiment: 'address' }, // feature: tokens
    // end
    tests: [{ file: 'tests/security/token-in-address.test.ts', name: 'a request with a token in the URL is refused' }],
  },
  'across-services': {
    kind: 'partly',
    lab: { page: 'trace' }, // feature: lab
    tests: [
      {
        file: 'tests/integration/resource-server/revocation.test.ts',
        name: 'a revoked token is accepted by its signature until it expires',
      },
    ],
  },
  'no-redis': {
    kind: 'partly',
    lab: { page: 'break', preset: '?redis=away' }, // feature: lab
    tests: [
      { file: 'tests/security/outage-table.real.test.ts', name: 'each request is answered as the outage table says' },
    ],
  },
  blacklist: {
    kind: 'holds',
    lab: { page: 'replay', preset: '?act=revoke' }, // feature: lab
    tests: [
      {
        file: 'tests/integration/repeated-revocation.test.ts',
        name: 'a session that is ended again and again has one entry in the feed',
      },
      {
        file: 'tests/integration/follow.test.ts',
        name: 'a strict check calls Redis once, each time; a check in off mode never calls it',
      },
    ],
  },
  'force-out': {
    kind: 'partly',
    lab: { page: 'replay', preset: '?act=everywhere' }, // feature: lab
    tests: [
      {
        file: 'tests/integration/counters.test.ts',
        name: 'a disabled account has no session, no renewal and no login',
      },
      { file: 'tests/integration/forgetful-redis.test.ts', name: 'the session is refused at its renewal' },
    ],
  },
  cache: {
    kind: 'false',
    // feature: lab
    lab: { page: 'measure', preset: '#tokens', experiment: 'tokens' }, // feature: tokens
    // end
    tests: [
      {
        file: 'tests/integration/tokens/cache.test.ts',
        name: 'the same token is issued while more than half of its life is left',
      },
      { file: 'tests/integration/tokens/cache.test.ts', name: 'a user who is logged out gets no token' },
    ],
  },
  'stolen-token': {
    kind: 'partly',
    lab: { page: 'race', preset: '#rotation' }, // feature: lab
    tests: [
      {
        file: 'tests/integration/refresh-reuse.test.ts',
        name: 'a refresh token reused after its grace window ends the family',
      },
      {
        file: 'tests/integration/token-exchange.test.ts',
        name: 'an attacker who goes on exchanging has to use the refresh token',
      },
    ],
  },
  'logout-deletes-cookie': {
    kind: 'partly',
    lab: { page: 'replay', preset: '?act=logout' }, // feature: lab
    tests: [
      {
        file: 'tests/integration/lifecycle.test.ts',
        name: 'a session that was ended is refused at once, and so is every copy made before',
      },
    ],
  },
}

/** Runs the files of its tests. */
export const commandFor = ({ tests }: Claim) => `npm test -- ${[...new Set(tests.map(({ file }) => file))].join(' ')}`

export const claims: readonly Claim[] = claimIds.map((id) => ({ id, ...claimsById[id] }))
