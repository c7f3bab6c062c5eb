const isProduction = process.env.NODE_ENV === 'production'

/** Headers that never vary, on every answer. Plain JavaScript, because next.config.js reads it. */
export const constantHeaders = {
  'X-Content-Type-Options': 'nosniff',
  // Not `no-referrer`: then browsers send `Origin: null` for our own forms, which the same-origin check refuses.
  'Referrer-Policy': 'same-origin',
  'X-Frame-Options': 'DENY',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': [
    'camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()',
    'publickey-credentials-get=(self), publickey-credentials-create=(self)', // feature: second-factor
  ].join(', '),
  ...(isProduction ? { 'Strict-Transport-Security': 'max-age=31536000; includeSubDomains' } : {}),
}

/** For answers that are not pages, in case a browser renders one. It allows no script and no framing. */
export const closedPolicy = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
