import { answerCspReport } from '@/lib/server/api/csp-report'

/** Browsers report violations of our Content-Security-Policy here. */
export function POST(request: Request) {
  return answerCspReport(request, Date.now())
}
