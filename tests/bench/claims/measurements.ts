import type { ClaimFigure, ClaimId } from '@/lib/figures/claims'
import { forceOut } from '@/tests/bench/claims/force-out'
import { encryptedAndSigned } from '@/tests/bench/claims/forged'
import { inParameter } from '@/tests/bench/claims/in-address'
import { cannotBeRevoked, logoutDeletesCookie } from '@/tests/bench/claims/logout'
import { newestState } from '@/tests/bench/claims/lost-updates'
import { noRedis } from '@/tests/bench/claims/outage'
import { dataOnServer } from '@/tests/bench/claims/readable'
import { blacklist } from '@/tests/bench/claims/revocation-list'
import { carriesRoles } from '@/tests/bench/claims/roles'
import { acrossServices } from '@/tests/bench/claims/services'
import { scales } from '@/tests/bench/claims/sharing'
import type { Stage } from '@/tests/bench/claims/stage'
import { stolenToken } from '@/tests/bench/claims/theft'
import { cachePays } from '@/tests/bench/claims/token-cache'
import { jwtIsEncrypted, sameKey } from '@/tests/bench/claims/tokens'
import { isSlower, savesWork } from '@/tests/bench/claims/work'

/** What decides each claim. */
export const measurements: Readonly<Record<ClaimId, (stage: Stage) => Promise<readonly ClaimFigure[]>>> = {
  'saves-work': savesWork,
  scales,
  'data-on-server': dataOnServer,
  'encrypted-and-signed': encryptedAndSigned,
  'newest-state': newestState,
  slower: isSlower,
  'cannot-be-revoked': cannotBeRevoked,
  'jwt-is-encrypted': jwtIsEncrypted,
  'carries-roles': carriesRoles,
  'same-key': sameKey,
  'in-parameter': inParameter,
  'across-services': acrossServices,
  'no-redis': noRedis,
  blacklist,
  'force-out': forceOut,
  cache: cachePays,
  'stolen-token': stolenToken,
  'logout-deletes-cookie': logoutDeletesCookie,
}
