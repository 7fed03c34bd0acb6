import { availableParallelism, cpus, loadavg } from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'

/** CPU usage by other processes above which measurements are unreliable. */
const busyShare = 0.15

/**
 * Describes the machine that the figures are measured on, without which performance figures mean little. Call it before
 * starting any work: CPU usage is sampled for two seconds.
 *
 * @returns The description, and whether the machine was busy.
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
