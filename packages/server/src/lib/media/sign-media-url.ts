import type { Context } from 'hono'
import type { AppEnv, ServerContext } from '../context.ts'
import type { MediaInfo } from './media-store.ts'

/** URL of a file for the caller of a request: under the address by which the caller reached the server. */
export function signMediaUrl(
  { mediaLinks }: Pick<ServerContext, 'mediaLinks'>,
  c: Context<AppEnv>,
  file: Pick<MediaInfo, 'id' | 'expiresAt'>,
): string {
  return mediaLinks.sign(new URL(c.req.url).origin, file)
}
