import { routes } from '@/lib/routes'

/** What a token can be taken to. */
export interface Resource {
  /** Also the name of the list in its answer. */
  id: 'notes' | 'catalogue' | 'invoices'
  name: string
  address: string
  /** Whom a token must be for. Null: our own API. */
  audience: string | null
  /** How it is meant to check a token. What it really did, each call says. */
  intention: string
  /** One of what it lists. */
  unit: string
}

const notes: Resource = {
  id: 'notes',
  name: 'Notes',
  address: routes.notes,
  audience: null,
  intention: 'Our own API. It knows what it has revoked.',
  unit: 'note',
}

export function resourcesOf(service: string | null): readonly Resource[] {
  if (service === null) return [notes]

  const at = (path: string) => new URL(path, service).href
  return [
    notes,
    {
      id: 'catalogue',
      name: 'Catalogue',
      address: at('/catalogue'),
      audience: service,
      intention: 'The other service, no secret in it. The signature decides, and nobody is asked.',
      unit: 'article',
    },
    {
      id: 'invoices',
      name: 'Invoices',
      address: at('/invoices'),
      audience: service,
      intention: 'The other service, private. It asks us about every token: introspection.',
      unit: 'invoice',
    },
  ]
}
