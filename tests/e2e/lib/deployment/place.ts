import type { ServerOptions } from '@mira/server'

/** Where processes keep what they share, and the key that they accept. */
export interface Place
  extends Pick<ServerOptions, 'dataDir' | 'databaseUrl' | 'secret' | 'mediaUrl' | 'mediaEndpoint' | 'limits'> {
  readonly apiKey: string
}

/** Reads the place from the command line of a process. */
export function readPlace(text = ''): Place {
  return JSON.parse(text) as Place
}
