import { account, answerWho } from '@/lib/account'

export const dynamic = 'force-dynamic'

/** The same answer as of every `who`, without a check: what the others are compared with. */
export const GET = () => answerWho(account)
