import type { Metadata } from 'next'
import { Advice } from '@/app/choose/advice'
import { Answers } from '@/app/choose/answers'
import { QuestionForm } from '@/app/choose/question-form'
import { PageFrame } from '@/app/ui/page-frame'
import { PageHeading } from '@/app/ui/page-heading'
import { getSession } from '@/lib/server/require-session'

export const metadata: Metadata = { title: 'Which model?' }

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

/** The address is the answer: it works without JavaScript, and can be sent to somebody. */
export default async function ChoosePage({ searchParams }: Props) {
  const session = await getSession()
  const asked = await searchParams
  const answers = Answers.safeParse(asked)

  return (
    <PageFrame visitor={session}>
      <PageHeading>Which model?</PageHeading>
      <p className="mt-2 max-w-2xl text-ink-soft">
        Five questions lead to one of the three models, and to a way of asking what was revoked. What speaks for it and
        against it are figures that were measured here, and limits that the code keeps.
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
