/** Public data, the same for every customer. Reading it for some minutes after a revocation does no harm. */
export const catalogue = [
  { article: 'Envelope, laid paper, ivory', per: 25, cents: 940 },
  { article: 'Sealing wax, madder red', per: 4, cents: 1180 },
  { article: 'Seal, brass, one initial', per: 1, cents: 2600 },
  { article: 'Index cards, ruled, 7 × 12 cm', per: 100, cents: 620 },
  { article: 'Slips of paper, numbered', per: 500, cents: 1450 },
] as const
