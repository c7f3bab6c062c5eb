import { claims, type Kind, kinds } from '@/app/claims/claims'
import type { Messages } from '@/app/claims/say'

/** Full, half, empty, struck out: a shape, so that no verdict depends on a colour. */
const shapes: Readonly<Record<Kind, string>> = {
  holds: 'M10 2a8 8 0 0 1 0 16a8 8 0 0 1 0-16z',
  partly: 'M10 2a8 8 0 0 1 0 16z',
  'no-longer': '',
  false: 'M4.3 4.3l11.4 11.4',
}

const colours: Readonly<Record<Kind, string>> = {
  holds: 'text-ink',
  partly: 'text-ink',
  'no-longer': 'text-ink',
  false: 'text-alert',
}

export function VerdictMark({ kind, className = 'size-3.5' }: { kind: Kind; className?: string }) {
  return (
    <svg viewBox="0 0 20 20" className={`shrink-0 ${colours[kind]} ${className}`} aria-hidden="true">
      <circle cx="10" cy="10" r="8" className="fill-none stroke-current" strokeWidth="2.5" />
      <path d={shapes[kind]} className="fill-current stroke-current" strokeWidth={kind === 'false' ? 2.5 : 0} />
    </svg>
  )
}

export function VerdictWords({ kind, children }: { kind: Kind; children: string }) {
  return <span className={`font-semibold ${colours[kind]}`}>{children}</span>
}

/** All sentences on one screen, each with its verdict, as links to the cards. */
export function Verdicts({ t }: { t: Messages }) {
  return (
    <nav aria-labelledby="verdicts" className="sheet mt-8 p-3 sm:px-6 sm:py-4">
      <h2 id="verdicts" className="text-xl font-semibold">
        {t.page.contents}
      </h2>
      <ol className="mt-2 gap-x-10 text-[0.8125rem] sm:columns-2 sm:text-base">
        {claims.map(({ id, kind }, index) => (
          <li key={id} className="break-inside-avoid border-t border-rule">
            <a href={`#${id}`} className="group flex items-center gap-2 py-1 sm:py-1.5">
              <span className="w-5 shrink-0 text-right text-ink-soft tabular-nums max-sm:hidden">{index + 1}</span>
              <span className="grow group-hover:underline">{t.claims[id].short}</span>
              <VerdictWords kind={kind}>{t.claims[id].verdict}</VerdictWords>
              <VerdictMark kind={kind} />
            </a>
          </li>
        ))}
      </ol>
      <ul className="mt-3 flex flex-wrap gap-x-5 gap-y-1 border-t border-rule pt-3 text-sm text-ink-soft">
        {kinds.map((kind) => (
          <li key={kind} className="flex items-center gap-1.5">
            <VerdictMark kind={kind} />
            {t.page.kinds[kind]}: {claims.filter((claim) => claim.kind === kind).length}
          </li>
        ))}
      </ul>
    </nav>
  )
}
