import type { ServerOptions } from '@mira/server'

/** Location of the data that processes share, and the API key they accept. */
export interface Place
  extends Pick<ServerOptions, 'dataDir' | 'databaseUrl' | 'secret' | 'mediaUrl' | 'mediaEndpoint' | 'limits'> {
  readonly apiKey: string
}

/** Parses the place from a process's command line. */
export function readPlace(text = ''): Place {
  return JSON.parse(text) as Place
}
