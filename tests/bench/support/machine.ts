import { readFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { join } from 'node:path'
import * as z from 'zod'

const Manifest = z.object({ version: z.string() })

/** The machine and the versions of a measurement: a figure is meaningless without them. */
export function readMachine() {
  const gigabytes = Math.round(totalmem() / 2 ** 30)
  const packages = ['next', 'jose', 'iron-session'].map((name) => `${name} ${versionOf(name)}`)
  return {
    machine: `${cpus()[0]?.model.trim() ?? 'unknown processor'}, ${cpus().length} cores, ${gigabytes} GB`,
    versions: `node ${process.versions.node}, ${packages.join(', ')}`,
    date: `${new Date().toISOString().slice(0, 16)}:00Z`,
  }
}

export function describeMachine(): readonly string[] {
  const { machine, versions, date } = readMachine()
  return [`machine: ${machine}`, `versions: ${versions}`, `date: ${date.slice(0, 16).replace('T', ' ')} UTC`]
}

const versionOf = (name: string) =>
  Manifest.parse(JSON.parse(readFileSync(join('node_modules', name, 'package.json'), 'utf8'))).version
