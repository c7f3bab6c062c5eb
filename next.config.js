import { hostname, networkInterfaces } from 'node:os'
import { closedPolicy, constantHeaders } from './lib/constant-headers.js'

const closed = toList({ 'Content-Security-Policy': closedPolicy })

/** The CSP of pages varies, by its nonce: lib/edge/respond.ts. These requests the middleware never sees (middleware.ts). */
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

// feature: lab
/**
 * What belongs to the lab ends in `.lab.ts` or `.lab.tsx`, and is no part of the build where the lab is off: neither its
 * pages and handlers nor, since `./x` means `x.lab.ts` only where it is on, anything that takes the place of another file.
 */
const isLabOn = (process.env.LAB || (process.env.NODE_ENV === 'production' ? 'off' : 'on')) === 'on'
const labFirst = isLabOn ? ['lab.tsx', 'lab.ts'] : []
// end

/** In development the page is also opened at 127.0.0.1, from a phone at this machine's address, or through a forwarded port. */
const ownAddresses = Object.values(networkInterfaces()).flatMap((list) => list?.map(({ address }) => address) ?? [])
const allowedDevOrigins = [
  ...ownAddresses,
  '127.0.0.1',
  '[::1]',
  hostname(),
  '*.local',
  '*.app.github.dev',
  '*.gitpod.io',
]

/** @type {import('next').NextConfig} */
const config = {
  poweredByHeader: false,
  reactStrictMode: true,
  // Tests build beside a running dev, never over it.
  distDir: process.env.NEXT_DIST_DIR || '.next',
  // Only for the image: a platform has an output of its own, and `npm start` serves the whole build.
  ...(process.env.NEXT_OUTPUT === 'standalone' ? { output: 'standalone' } : {}),
  // feature: lab
  pageExtensions: [...labFirst, 'tsx', 'ts'],
  turbopack: {
    resolveExtensions: [...labFirst, 'tsx', 'ts', 'jsx', 'js', 'mjs', 'json'].map((extension) => `.${extension}`),
  },
  // end
  images: { unoptimized: true },
  allowedDevOrigins,
  // In development Next would print the arguments of every action: passwords and notes.
  logging: { serverFunctions: false },
  experimental: { authInterrupts: true },
  serverExternalPackages: ['@node-rs/argon2'],
  headers: async () => headers,
}

// Refused here, because a build with it passes, and every cookie, link and form of it then misses the application.
if (config.basePath) {
  throw new Error(
    `basePath: ${config.basePath} is not supported. Cookies hold for the whole host (__Host-, Path=/), and links, forms and the ` +
      'middleware name paths from its root. Give the application a host of its own.',
  )
}

export default config
