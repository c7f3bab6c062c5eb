import { routes } from '@/lib/routes'

/** A service that accepts our tokens. */
export interface Resource {
  /** Also the name of the list in the service's answer. */
  id: 'notes' | 'catalogue' | 'invoices'
  name: string
  address: string
  /** The audience that its tokens need. null: our own API. */
  audience: string | null
  /** How it should check a token. Each call shows what it did. */
  intention: string
  /** The noun for one entry of its list. */
  unit: string
}

const notes: Resource = {
  id: 'notes',
  // feature: notes
  ...{ name: 'Notes', address: routes.notes },
  // end, otherwise: ...{ name: 'Profile', address: routes.me },
  audience: null,
  intention: 'Our own API. It checks each token against the revocation list.',
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
      intention: 'Public data of the other service. It verifies the signature and asks no other service.',
      unit: 'article',
    },
    {
      id: 'invoices',
      name: 'Invoices',
      address: at('/invoices'),
      audience: service,
      intention: 'Private data of the other service. It asks us about every token (introspection).',
      unit: 'invoice',
    },
  ]
}
