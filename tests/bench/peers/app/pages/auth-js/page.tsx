import { auth } from '@/lib/auth-js'
import { WhoPage } from '@/lib/who-page'

export default async function Page() {
  const session = await auth()
  return <WhoPage user={session?.user} />
}
