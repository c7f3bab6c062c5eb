import { Notice } from '@/app/ui/notice'
import { PageLink } from '@/app/ui/page-link'
import { routes } from '@/lib/routes'

/** A form that was not ours, or a role that does not allow what it asked for: which, only its sender knows. */
export function NotAccepted() {
  return (
    <Notice stamp="RETURN TO SENDER" heading="This was not accepted">
      <p>
        Either the form did not come from a page of ours, or your role does not allow what it asked for. Nothing was
        changed.
      </p>
      <PageLink href={routes.home} className="button">
        To the start
      </PageLink>
    </Notice>
  )
}
