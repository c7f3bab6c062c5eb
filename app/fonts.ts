import localFont from 'next/font/local'

/**
 * From npm packages, served by us: no font service learns who visits, and a build needs no network. Optional, because what
 * comes late would move what is being read: a slow first visit is shown in the fallback, the next one from the cache.
 */

/** Headings have one weight: its file is 24 KB, that of all weights 58, and with the axis of optical sizes 132. */
const newsreader = localFont({
  src: '../node_modules/@fontsource/newsreader/files/newsreader-latin-600-normal.woff2',
  weight: '600',
  display: 'optional',
  variable: '--font-newsreader',
  adjustFontFallback: 'Times New Roman',
})

const instrumentSans = localFont({
  src: '../node_modules/@fontsource-variable/instrument-sans/files/instrument-sans-latin-wght-normal.woff2',
  weight: '400 700',
  display: 'optional',
  variable: '--font-instrument-sans',
  adjustFontFallback: 'Arial',
})

const plexMono = localFont({
  src: '../node_modules/@fontsource/ibm-plex-mono/files/ibm-plex-mono-latin-400-normal.woff2',
  weight: '400',
  display: 'optional',
  // Few words are set in it: it must not compete with what the first screen needs.
  preload: false,
  variable: '--font-plex-mono',
  // Every monospace fallback has the same advance width; Arial's metrics would move the text, not keep it.
  adjustFontFallback: false,
  fallback: ['ui-monospace', 'SFMono-Regular', 'Consolas', 'Liberation Mono', 'monospace'],
})

export const fontVariables = `${newsreader.variable} ${instrumentSans.variable} ${plexMono.variable}`
