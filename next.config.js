import { closedPolicy, constantHeaders } from './lib/constant-headers.js'

const closed = toList({ 'Content-Security-Policy': closedPolicy })

/** The CSP of pages varies, by its nonce: lib/edge/csp.ts. These requests the middleware never sees (middleware.ts). */
const headers = [
  { source: '/:path*', headers: toList(constantHeaders) },
  { source: '/api/:path*', headers: closed },
  ...['next-router-prefetch', 'next-router-segment-prefetch'].map((key) => ({
    source: '/:path*',
    has: [{ type: 'header', key }],
    headers: closed,
  })),
]

/** @param {Record<string, string>} headers */
function toList(headers) {
  return Object.entries(headers).map(([key, value]) => ({ key, value }))
}

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
  headers: async () => headers,
}
