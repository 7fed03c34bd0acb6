import { constants, setPriority } from 'node:os'

/**
 * Lets other threads go before this one, which may take its time: the process goes on answering while a film is drawn.
 * Only Linux has priorities of threads; elsewhere the call would be on the whole process, so nothing is done.
 */
export function lowerPriority(): void {
  if (process.platform === 'linux') setPriority(constants.priority.PRIORITY_BELOW_NORMAL)
}
