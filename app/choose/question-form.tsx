import { type Answers, questions } from '@/app/choose/answers'
import { routes } from '@/lib/routes'

interface Props {
  /** Null: not all are answered. */
  answers: Answers | null
}

/** A GET form: the browser writes the address of the answer. */
export function QuestionForm({ answers }: Props) {
  return (
    <form action={routes.choose} className="mt-10">
      <div className="grid gap-5 lg:grid-cols-2">
        {questions.map(({ name, asks, options }) => (
          <fieldset key={name} className="sheet min-w-0 p-5 lg:last:odd:col-span-2">
            <legend className="float-left mb-3 w-full font-serif text-xl font-semibold">{asks}</legend>
            <div className="clear-both grid gap-1">
              {options.map(({ value, says }) => (
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
        Recommend a model
      </button>
    </form>
  )
}
