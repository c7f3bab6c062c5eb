import type { Metadata } from 'next'
import { Advice } from '@/app/choose/advice'
import { Answers, questionNames } from '@/app/choose/answers'
import { english, type Messages } from '@/app/choose/messages'
import { chinese } from '@/app/choose/messages.zh-cn' // feature: chinese
import { PageHeading } from '@/app/ui/page/heading'
import { PageFrame } from '@/app/ui/page/page-frame'
import { routes } from '@/lib/routes'
import { getSession } from '@/lib/server/guards/require-session'
import { getLanguage, inLanguage } from '@/lib/server/http/language' // feature: chinese

// feature: chinese
const texts = { en: english, 'zh-CN': chinese }

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await inLanguage(texts)).title }
}
// end, otherwise: export const metadata: Metadata = { title: english.title }

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

/** The address is the answer: it works without JavaScript, and can be shared. */
export default async function ChoosePage({ searchParams }: Props) {
  const session = await getSession()
  const asked = await searchParams
  const answers = Answers.safeParse(asked)
  // feature: chinese
  const t = await inLanguage(texts)
  // end, otherwise: const t = english

  return (
    <PageFrame
      visitor={session}
      language={await getLanguage()} // feature: chinese
    >
      <PageHeading>{t.title}</PageHeading>
      <p className="mt-2 max-w-2xl text-lg">{t.purpose}</p>
      {answers.success && <Advice answers={answers.data} t={t} />}
      {!answers.success && Object.keys(asked).length > 0 && (
        <p role="status" className="mt-6 max-w-2xl border-l-4 border-alert bg-sheet px-4 py-3 font-medium">
          {t.incomplete}
        </p>
      )}
      <QuestionForm answers={answers.data ?? null} t={t} />
    </PageFrame>
  )
}

interface QuestionProps {
  /** Null: not all are answered. */
  answers: Answers | null
  t: Messages
}

/** A GET form: the browser writes the address of the answer. */
function QuestionForm({ answers, t }: QuestionProps) {
  return (
    <form action={routes.choose} className="mt-10">
      <div className="grid gap-5 lg:grid-cols-2">
        {questionNames.map((name) => (
          <fieldset key={name} className="sheet min-w-0 p-5 lg:last:odd:col-span-2">
            <legend className="float-left mb-3 w-full font-serif text-xl font-semibold">
              {t.questions[name].asks}
            </legend>
            <div className="clear-both grid gap-1">
              {Object.entries(t.questions[name].options).map(([value, says]) => (
                <label key={value} className="flex min-h-11 items-center gap-3">
                  <input
                    type="radio"
                    name={name}
                    value={value}
                    required
                    defaultChecked={answers?.[name] === value}
                    className="size-5 shrink-0 accent-ink"
                  />
                  {says}
                </label>
              ))}
            </div>
          </fieldset>
        ))}
      </div>
      <button type="submit" className="button mt-6">
        {t.submit}
      </button>
    </form>
  )
}
