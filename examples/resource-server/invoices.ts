/** A customer's address and debts, which must be unreadable after a revocation. Made-up data, the same for every customer. */
export function invoicesOf(customer: string) {
  const address = 'St James’s Square 12, London'
  return [
    {
      number: '2026-0117',
      customer,
      address,
      issued: '2026-09-04',
      articles: ['Seal, brass, one initial'],
      cents: 2600,
    },
    {
      number: '2026-0142',
      customer,
      address,
      issued: '2026-10-19',
      articles: ['Sealing wax, madder red'],
      cents: 1180,
    },
  ]
}
