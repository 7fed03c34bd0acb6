import { availableParallelism, cpus, loadavg } from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'

/** Share of the processors above which others get in the way of what is measured. */
const busyShare = 0.15

/**
 * Says what the figures were measured on; those of speed mean little without it. To be asked before anything of ours
 * runs: the processors are watched for two seconds.
 *
 * @returns Also whether others were at work.
 */
export async function describeMachine() {
  const before = readTimes()
  await pause(2_000)
  const after = readTimes()
  const share = 1 - (after.idle - before.idle) / (after.all - before.all)
  const load = loadavg().map((value) => value.toFixed(1))
  const isBusy = share > busyShare
  const state = isBusy ? 'BUSY: figures of speed are worse than those of an idle machine' : 'idle'
  const text =
    `Node ${process.version}, ${availableParallelism()} cores (${cpus()[0]?.model ?? 'unknown'}), ` +
    `${(100 * share).toFixed(0)} % in use by others before the start, load ${load.join(', ')}: ${state}`
  return { text, isBusy }
}

function readTimes() {
  const times = cpus().map((core) => core.times)
  const sum = (values) => values.reduce((total, value) => total + value, 0)
  return { idle: sum(times.map(({ idle }) => idle)), all: sum(times.flatMap((core) => Object.values(core))) }
}
