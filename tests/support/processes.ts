import { execFileSync } from 'node:child_process'

interface RunningProcess {
  pid: number
  parent: number
  /** The program and its arguments, separated by spaces. */
  command: string
}

/** The processes of this machine. Needs `ps`, which Windows does not have. */
export function listProcesses(): readonly RunningProcess[] {
  const lines = execFileSync('ps', ['-A', '-ww', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' }).split('\n')
  return lines.flatMap((line) => {
    const [, pid, parent, command = ''] = /^\s*(\d+)\s+(\d+)\s+(.+)$/.exec(line) ?? []
    return pid && parent ? [{ pid: Number(pid), parent: Number(parent), command }] : []
  })
}
