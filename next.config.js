import { hostname, networkInterfaces } from 'node:os'
import { closedPolicy, constantHeaders } from './lib/constant-headers.js'

const closed = toList({ 'Content-Security-Policy': closedPolicy })

/** The CSP of pages has a nonce, so lib/edge/respond.ts sets it. The middleware does not run for these requests (middleware.ts). */
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
 * Files of the lab end in `.lab.ts` or `.lab.tsx`, and are not in the build where the lab is off: neither its pages and
 * handlers nor the files that replace others, since `./x` resolves to `x.lab.ts` only where the lab is on.
 */
const isLabOn = (process.env.LAB || (process.env.NODE_ENV === 'production' ? 'off' : 'on')) === 'on'
const labFirst = isLabOn ? ['lab.tsx', 'lab.ts'] : []
// end

// feature: mail
/** The page /mailbox shows links that set passwords: a production build does not contain it. */
const mailboxFirst = process.env.NODE_ENV === 'production' ? [] : ['mailbox.tsx']
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
  // Tests build beside a running development server, without overwriting its output.
  distDir: process.env.NEXT_DIST_DIR || '.next',
  // Only for the image: a platform has its own output, and `npm start` serves the whole build.
  ...(process.env.NEXT_OUTPUT === 'standalone' ? { output: 'standalone' } : {}),
  pageExtensions: [
    ...labFirst, // feature: lab
    ...mailboxFirst, // feature: mail
    'tsx',
    'ts',
  ],
  // feature: lab
  turbopack: {
    resolveExtensions: [...labFirst, 'tsx', 'ts', 'jsx', 'js', 'mjs', 'json'].map((extension) => `.${extension}`),
  },
  // end
  images: { unoptimized: true },
  allowedDevOrigins,
  // In development Next would print the arguments of every action: passwords and notes.
  logging: { serverFunctions: false },
  experimental: { authInterrupts: true },
  serverExternalPackages: ['@node-rs/argon2', 'undici'],
  headers: async () => headers,
}

// Refused here, because such a build succeeds, but its cookies, links and forms do not reach the application.
if (config.basePath) {
  throw new Error(
    `basePath: ${config.basePath} is not supported. Cookies are valid for the whole host (__Host-, Path=/), and links, forms and the ` +
      'middleware name paths from its root. Serve the application from the root of its own host.',
  )
}

export default config
