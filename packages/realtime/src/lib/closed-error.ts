import { MiraError } from '@mira/core'

/** Creates the error for the use of a session that has ended. */
export const closedError = (): MiraError => new MiraError('realtime: the session is closed', { code: 'stream_closed' })
