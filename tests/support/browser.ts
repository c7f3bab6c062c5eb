import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { type Browser, type BrowserServer, chromium } from 'playwright-core'
import type { Obstacle } from '@/tests/support/needs'
import { waitingFor } from '@/tests/support/waits'

const candidates = [process.env.CHROMIUM_PATH, '/usr/bin/chromium', chromium.executablePath()]
const executablePath = candidates.find((path) => path && existsSync(path))

/** The reason why no browser is available, with the command that installs one. */
export const browserObstacle: Obstacle = executablePath
  ? null
  : 'needs a Chromium: npx playwright-core install chromium, or point CHROMIUM_PATH at one'

/** Chromium's sandbox does not start as root (containers), and a browser must not contact its vendor during a test. */
const quiet = ['--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-quic']
const asRoot = process.getuid?.() === 0 ? ['--no-sandbox', '--disable-gpu'] : []

/** The features that Playwright 1.65 disables. Of two such switches, Chromium uses the last. */
const offByPlaywright = [
  ...['AimEnabled', 'AvoidCorsURLLoaderRestartOnRedirect', 'AvoidUnnecessaryBeforeUnloadCheckSync'],
  ...[
    'DestroyProfileOnBrowserClose',
    'HttpsFirstBalancedModeAutoEnable',
    'HttpsUpgrades',
    'LensOverlay',
    'MediaRouter',
  ],
  ...['NetworkTimeServiceQuerying', 'OptimizationHints', 'PaintHolding', 'PreconnectToSearch'],
  ...['TcpPortRandomizationWin', 'ThirdPartyStoragePartitioning', 'msEdgeUpdateLaunchServicesPreferredVersion'],
  'msForceBrowserSignIn',
]
/** Pages of the address bar, and a spare process: for each new context they cost as much as the page of a test. */
const unseen = ['WebUIOmniboxPopup', 'WebUIOmniboxAimPopup', 'WebUIOmniboxFullPopup', 'SpareRendererForSitePerProcess']
const switchOff = `--disable-features=${[...offByPlaywright, ...unseen].join(',')}`

function launchOptions() {
  if (!executablePath) throw new Error(browserObstacle ?? 'no Chromium')
  // A killed browser leaves its files in its temporary folder.
  const env = { ...process.env, TMPDIR: process.env.TEST_RUN_FOLDER ?? tmpdir() }
  return { executablePath, args: [...quiet, ...asRoot, switchOff], env }
}

/** A Chromium to which test files connect. The run ends it, also after Ctrl-C. */
export const launchBrowserServer = (): Promise<BrowserServer> =>
  waitingFor('browser', () =>
    chromium.launchServer({
      ...launchOptions(),
      ...{ handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false },
    }),
  )

/** With the back/forward cache, which real browsers have and Playwright disables. */
export const launchBrowserRememberingPages = (): Promise<Browser> =>
  waitingFor('browser', () =>
    chromium.launch({ ...launchOptions(), ignoreDefaultArgs: ['--disable-back-forward-cache'] }),
  )
