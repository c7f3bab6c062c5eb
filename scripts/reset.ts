import { resolve } from 'node:path'
import { stdin, stdout } from 'node:process'
import { createInterface } from 'node:readline/promises'
import { parseArgs } from 'node:util'
import { dataOption } from './process/options'
import { claimServices, findHolder } from './services/claim'
import { claimFileOf, deleteServiceFiles, listServiceFiles } from './services/folder'

/** `--yes`: without confirmation, for scripts. */
const options = { ...dataOption, yes: { type: 'boolean', default: false } } as const

async function isConfirmed(): Promise<boolean> {
  if (!stdin.isTTY)
    throw new Error('There is no terminal to ask for confirmation. To delete without it: npm run reset -- --yes')
  const terminal = createInterface({ input: stdin, output: stdout })
  const answer = await terminal.question('Delete them, with all accounts and sessions in them? (y/N) ')
  terminal.close()
  return /^y(es)?$/i.test(answer.trim())
}

async function refuseWhileUsed(dataDir: string): Promise<void> {
  const pid = await findHolder(claimFileOf(dataDir))
  if (pid !== null) throw new Error(`Process ${pid} uses ${dataDir}: stop it first. Nothing was deleted.`)
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options })
  const dataDir = resolve(values.data)
  await refuseWhileUsed(dataDir)
  const files = listServiceFiles(dataDir)
  if (files.length === 0) return console.log(`${dataDir} holds no data of the embedded services: nothing to delete.`)

  console.log(['Data of the embedded services:', ...files].join('\n  '))
  if (!values.yes && !(await isConfirmed())) return console.log('Nothing was deleted.')

  // An application that starts meanwhile waits for the claim, and then finds an empty folder.
  const claim = await claimServices(claimFileOf(dataDir))
  if (claim.kind === 'taken') return refuseWhileUsed(dataDir)
  try {
    deleteServiceFiles(dataDir)
  } finally {
    await claim.release()
  }
  console.log('Deleted. "npm run dev" creates a new database and new secrets.')
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})
