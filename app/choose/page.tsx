import type { Metadata } from 'next'
import { Advice } from '@/app/choose/advice'
import { Answers } from '@/app/choose/answers'
import { QuestionForm } from '@/app/choose/question-form'
import { PageHeading } from '@/app/ui/page/heading'
import { PageFrame } from '@/app/ui/page/page-frame'
import { getSession } from '@/lib/server/guards/require-session'

export const metadata: Metadata = { title: 'Which model?' }

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

/** The address is the answer: it works without JavaScript, and can be shared. */
export default async function ChoosePage({ searchParams }: Props) {
  const session = await getSession()
  const asked = await searchParams
  const answers = Answers.safeParse(asked)

  return (
    <PageFrame visitor={session}>
      <PageHeading>Which model?</PageHeading>
      <p className="mt-2 max-w-2xl text-lg">
        Answer five questions to find the session model that fits your application, with measured figures for and
        against it.
      </p>
      {answers.success && <Advice answers={answers.data} />}
      {!answers.success && Object.keys(asked).length > 0 && (
        <p role="status" className="mt-6 max-w-2xl border-l-4 border-alert bg-sheet px-4 py-3 font-medium">
          Not all of the questions are answered yet.
        </p>
      )}
      <QuestionForm answers={answers.data ?? null} />
    </PageFrame>
  )
}
