import type { Context } from 'hono'
import type { AppEnv, ServerContext } from '../context.ts'
import type { MediaInfo } from './media-store.ts'

/** Returns the signed URL of a file, under the origin of the caller's request. */
export function signMediaUrl(
  { mediaLinks }: Pick<ServerContext, 'mediaLinks'>,
  c: Context<AppEnv>,
  file: Pick<MediaInfo, 'id' | 'expiresAt'>,
): string {
  return mediaLinks.sign(new URL(c.req.url).origin, file)
}
