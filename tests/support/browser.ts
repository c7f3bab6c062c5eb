import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { type Browser, type BrowserServer, chromium } from 'playwright-core'
import type { Obstacle } from '@/tests/support/needs'
import { waitingFor } from '@/tests/support/waits'

const candidates = [process.env.CHROMIUM_PATH, '/usr/bin/chromium', chromium.executablePath()]
const executablePath = candidates.find((path) => path && existsSync(path))

/** Why there can be no browser here, with the command that gets one. */
export const browserObstacle: Obstacle = executablePath
  ? null
  : 'needs a Chromium: npx playwright-core install chromium, or point CHROMIUM_PATH at one'

/** Chromium's sandbox does not start as root (containers), and a browser must not contact its vendor during a test. */
const quiet = ['--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-quic']
const asRoot = process.getuid?.() === 0 ? ['--no-sandbox', '--disable-gpu'] : []

/** What Playwright 1.65 switches off. Of two such switches, Chromium heeds the last. */
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
/** Pages of the address bar, and a process in reserve: for each new context they cost as much as the page of a test. */
const unseen = ['WebUIOmniboxPopup', 'WebUIOmniboxAimPopup', 'WebUIOmniboxFullPopup', 'SpareRendererForSitePerProcess']
const switchOff = `--disable-features=${[...offByPlaywright, ...unseen].join(',')}`

function launchOptions() {
  if (!executablePath) throw new Error(browserObstacle ?? 'no Chromium')
  // A browser that is killed leaves what it has in its temporary folder.
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

/** With the back/forward cache that people's browsers have, and that Playwright switches off. */
export const launchBrowserRememberingPages = (): Promise<Browser> =>
  waitingFor('browser', () =>
    chromium.launch({ ...launchOptions(), ignoreDefaultArgs: ['--disable-back-forward-cache'] }),
  )
