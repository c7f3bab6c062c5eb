import 'server-only'
import { headers } from 'next/headers'
import { describeRequestsBy, requestFacts } from '@/lib/log'

/** Imported where requests begin: from then on lines of the log name the request that they belong to. */
describeRequestsBy(async () => requestFacts(await headers()))
