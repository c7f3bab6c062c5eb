import * as z from 'zod'
import { type Mode, modes } from '@/lib/session/revocation/modes'

/** What `npm run bench -- claims` writes to docs/claims.json: the figures that decide each textbook sentence. */

/** In the order in which the page and the document answer them. */
export const claimIds = [
  'saves-work',
  'scales',
  'data-on-server',
  'encrypted-and-signed',
  'newest-state',
  'slower',
  'cannot-be-revoked',
  'jwt-is-encrypted',
  'carries-roles',
  'same-key',
  'in-parameter',
  'across-services',
  'no-redis',
  'blacklist',
  'force-out',
  'cache',
  'stolen-token',
  'logout-deletes-cookie',
] as const
export type ClaimId = (typeof claimIds)[number]

export const units = ['us', 'ms', 's', 'bytes', '1/s', 'count', 'percent', 'ratio', 'requests'] as const
export type Unit = (typeof units)[number]

const ClaimFigure = z.object({
  /** What is measured or counted. The pages have a label for each. */
  figure: z.string().regex(/^[a-z][a-z0-9_]*$/),
  /** A model, a library, or what else is compared. The pages have a label for each. */
  of: z.string().regex(/^[a-z][a-z0-9-]*$/),
  mode: z.enum(modes).optional(),
  value: z.number(),
  unit: z.enum(units),
  /** The value divided by that of the reference in the same run. */
  ratio: z.number().nonnegative().optional(),
})
export type ClaimFigure = z.infer<typeof ClaimFigure>

const ClaimFigureList = z
  .array(ClaimFigure)
  .min(1)
  .refine((list) => new Set(list.map(nameOf)).size === list.length, 'the same figure twice')

export const ClaimFigures = z.object({
  command: z.string(),
  machine: z.string(),
  versions: z.string(),
  /** Load average over one minute, before and after the run. Above the number of cores, the machine had other work. */
  load: z.tuple([z.number().nonnegative(), z.number().nonnegative()]),
  date: z.iso.datetime(),
  /** A record by an enum: a claim without figures is refused. */
  claims: z.record(z.enum(claimIds), ClaimFigureList),
})
export type ClaimFigures = z.infer<typeof ClaimFigures>

const nameOf = ({ figure, of, mode }: ClaimFigure) => `${figure} ${of} ${mode ?? ''}`

/** These figures count some of the tries that docs/claims.json has for the same subject: neither says anything without the other. */
const countedOfTries = [
  'accepted_sharing_all',
  'accepted_sharing_secrets',
  'accepted_sharing_nothing',
  'secrets_in_database',
  'forged_accepted',
  'lost_updates',
  'forged_by_verifier',
  'accepted',
  'in_access_log',
  'accepted_elsewhere',
  'theft_detected',
  'copies_unnoticed',
  'copies_accepted',
  'copies_accepted_after_1s',
]

/** A figure, with the number of tries where it counts some of them. */
export type Shown = ClaimFigure & { tries?: ClaimFigure | undefined }

/** A figure for everything that is compared by it: one table. */
export interface FigureGroup {
  figure: string
  /** Null: the column of values that know no modes. */
  columns: readonly (Mode | null)[]
  rows: readonly FigureRow[]
  /** The longest bar. */
  greatest: number
}

interface FigureRow {
  of: string
  /** The value of what knows no modes. */
  plain: Shown | undefined
  byMode: Readonly<Partial<Record<Mode, Shown>>>
}

/** In the order of the file. */
export function groupFigures(figures: readonly ClaimFigure[]): readonly FigureGroup[] {
  const shown = withTries(figures)
  return unique(shown.map(({ figure }) => figure)).map((figure) => {
    const members = shown.filter((one) => one.figure === figure)
    return {
      figure,
      columns: [null, ...modes].filter((mode) => members.some((one) => (one.mode ?? null) === mode)),
      rows: unique(members.map(({ of }) => of)).map((of) => rowFor(members.filter((one) => one.of === of))),
      greatest: Math.max(...members.map(({ value, tries }) => tries?.value ?? value)),
    }
  })
}

/** Tries stand beside what is counted of them, and nowhere else. */
function withTries(figures: readonly ClaimFigure[]): readonly Shown[] {
  const all = figures.filter(({ figure }) => figure === 'tries')
  return figures
    .filter((one) => !all.includes(one))
    .map((one) =>
      countedOfTries.includes(one.figure)
        ? { ...one, tries: all.find(({ of, mode }) => of === one.of && mode === one.mode) }
        : one,
    )
}

const unique = (ids: readonly string[]) => [...new Set(ids)]

function rowFor(members: readonly Shown[]): FigureRow {
  return {
    of: members[0]?.of ?? '',
    plain: members.find(({ mode }) => mode === undefined),
    byMode: Object.fromEntries(members.flatMap((one) => (one.mode ? [[one.mode, one]] : []))),
  }
}
