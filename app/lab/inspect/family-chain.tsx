import { inUtc } from '@/app/ui/in-utc'
import type { Parts } from '@/lib/server/lab/inspect-credential'
import { toDate, toIso } from '@/lib/time'

type Family = Extract<Parts, { model: 'signed' }>['family']

export function FamilyChain({ family }: { family: Family }) {
  return (
    <ol className="flex flex-wrap gap-y-4">
      {family.map(({ createdAt, usedAt }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a generation is its place in the chain.
        <li key={index} className="flex items-center">
          {index > 0 && <Link />}
          <div className={`w-60 border p-3 ${usedAt === null ? 'border-model bg-model-wash' : 'border-rule bg-sheet'}`}>
            <p className="font-semibold">
              {index + 1}. {usedAt === null ? 'current' : 'used'}
            </p>
            <p className="text-sm">
              Made <At moment={createdAt} />
            </p>
            <p className="text-sm">
              {usedAt === null ? (
                'Not used yet'
              ) : (
                <>
                  Used <At moment={usedAt} />
                </>
              )}
            </p>
          </div>
        </li>
      ))}
    </ol>
  )
}

function At({ moment }: { moment: number }) {
  return (
    <time dateTime={toIso(moment)} className="tabular-nums">
      {inUtc(toDate(moment), 'second')}
    </time>
  )
}

function Link() {
  return (
    <svg viewBox="0 0 24 8" className="h-2 w-6" aria-hidden="true">
      <rect className="fill-model" y="3" width="24" height="2" />
    </svg>
  )
}
