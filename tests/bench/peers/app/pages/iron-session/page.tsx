import { ironSession } from '@/lib/iron'
import { WhoPage } from '@/lib/who-page'

export default async function Page() {
  return <WhoPage user={await ironSession()} />
}
