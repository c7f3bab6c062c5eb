import { account } from '@/lib/account'
import { WhoPage } from '@/lib/who-page'

export const dynamic = 'force-dynamic'

/** The same page without a gate: what the others are compared with. */
export default function Page() {
  return <WhoPage user={account} />
}
