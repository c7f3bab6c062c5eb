import localFont from 'next/font/local'

/**
 * The fonts come from npm packages and are served by us: no font service learns who visits, and a build needs no network.
 * `optional`, because a font that loads late causes a layout shift: a slow first visit shows the fallback, the next visit
 * has the font in the cache.
 */

/** Headings have one weight: its file has 24 KB. All weights have 58 KB, and 132 KB with the optical size axis. */
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
  // Few words use it: it must not delay the resources of the first screen.
  preload: false,
  variable: '--font-plex-mono',
  // Every monospace fallback has the same advance width. Arial's metrics would cause a layout shift.
  adjustFontFallback: false,
  fallback: ['ui-monospace', 'SFMono-Regular', 'Consolas', 'Liberation Mono', 'monospace'],
})

export const fontVariables = `${newsreader.variable} ${instrumentSans.variable} ${plexMono.variable}`
