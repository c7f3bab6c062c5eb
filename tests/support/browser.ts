import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'
import type { Obstacle } from '@/tests/support/needs'
import { waitingFor } from '@/tests/support/waits'

const candidates = [process.env.CHROMIUM_PATH, '/usr/bin/chromium', chromium.executablePath()]
const executablePath = candidates.find((path) => path && existsSync(path))

/** Why there can be no browser here, with the command that gets one. */
export const browserObstacle: Obstacle = executablePath
  ? null
  : 'needs a Chromium: npx playwright-core install chromium, or point CHROMIUM_PATH at one'

/** Chromium's sandbox does not start as root (containers), and nothing of it may call home during a test. */
const quiet = ['--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-quic']
const asRoot = process.getuid?.() === 0 ? ['--no-sandbox', '--disable-gpu'] : []

/** A real browser, found or given by CHROMIUM_PATH. */
export async function launchBrowser(): Promise<Browser> {
  if (!executablePath) throw new Error(browserObstacle ?? 'no Chromium')
  const args = [...quiet, ...asRoot]
  return waitingFor('browser', () => chromium.launch({ executablePath, args }))
}
