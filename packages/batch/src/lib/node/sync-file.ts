import { fdatasync, fsync } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import { promisify } from 'node:util'

const sync = promisify(fsync)
const syncData = promisify(fdatasync)

/** Writes what is cached of a file to the disk. Handles of Yarn Plug'n'Play have no method for it. */
export const syncFile = ({ fd }: FileHandle): Promise<void> => sync(fd)

/** Like {@link syncFile}, without metadata that reading does not need. */
export const syncFileData = ({ fd }: FileHandle): Promise<void> => syncData(fd)
