import type { NextConfig } from 'next'

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  // The folder lies inside the project, whose lock file Turbopack would take for the root.
  turbopack: { root: import.meta.dirname },
}

export default config
