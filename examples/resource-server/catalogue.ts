/** Hangs in the shop window: the same for everybody, and no secret. Who reads it for some minutes too long has learnt nothing. */
export const catalogue = [
  { article: 'Envelope, laid paper, ivory', per: 25, cents: 940 },
  { article: 'Sealing wax, madder red', per: 4, cents: 1180 },
  { article: 'Seal, brass, one initial', per: 1, cents: 2600 },
  { article: 'Index cards, ruled, 7 × 12 cm', per: 100, cents: 620 },
  { article: 'Slips of paper, numbered', per: 500, cents: 1450 },
] as const
