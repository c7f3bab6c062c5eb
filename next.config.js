const isProduction = process.env.NODE_ENV === 'production'

/** What never varies, on everything we answer, files and errors included. The CSP's nonce does vary: lib/edge/csp.ts. */
const constantHeaders = [
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  // Not `no-referrer`: with that, browsers send `Origin: null` for our own forms, and we would have to refuse them.
  { key: 'Referrer-Policy', value: 'same-origin' },
  { key: 'X-Frame-Options', value: 'DENY' },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
  { key: 'Cross-Origin-Resource-Policy', value: 'same-origin' },
  {
    key: 'Permissions-Policy',
    value: 'camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()',
  },
  ...(isProduction ? [{ key: 'Strict-Transport-Security', value: 'max-age=31536000; includeSubDomains' }] : []),
]

/** For whatever the middleware does not reach: files, API answers, Next's own errors. Nothing there may run or be framed. */
const closedPolicy = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"

/** @type {import('next').NextConfig} */
export default {
  poweredByHeader: false,
  reactStrictMode: true,
  // Tests build beside a running dev, never over it.
  distDir: process.env.NEXT_DIST_DIR || '.next',
  images: { unoptimized: true },
  // In development Next would print the arguments of every action: passwords and notes.
  logging: { serverFunctions: false },
  experimental: { authInterrupts: true },
  serverExternalPackages: ['@node-rs/argon2'],
  headers: async () => [
    { source: '/:path*', headers: constantHeaders },
    { source: '/api/:path*', headers: [{ key: 'Content-Security-Policy', value: closedPolicy }] },
  ],
}
