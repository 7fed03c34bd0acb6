import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { MediaRecordStore } from '../store/media-records.ts'
import type { BlobStore } from './blob-store.ts'
import { createMediaStore } from './create-media-store.ts'
import { createDirectoryBlobs } from './directory-blobs.ts'
import type { MediaStore } from './media-store.ts'
import { createS3Blobs, type S3Location } from './s3-blobs.ts'
import { newTemporaryPath } from './temporary-directories.ts'

/** Location of media files: the bucket if set, else the data directory, else a temporary directory of the process. */
export interface MediaLocation {
  /** Data directory of the server; files are stored in its `media` subdirectory. */
  readonly dataDir?: string | undefined
  /** URL of the bucket, `s3://bucket/prefix`. */
  readonly mediaUrl?: string | undefined
  /** Origin of the S3 service. Defaults to `AWS_ENDPOINT_URL_S3`, else AWS in the region. */
  readonly mediaEndpoint?: string | undefined
}

/** Dependencies of {@link openMediaStore}. */
export interface MediaStoreOptions {
  /** Metadata of the files. */
  readonly records: MediaRecordStore
  readonly now: () => number
  /** Called with the error of a write that failed. */
  readonly onWriteFailure?: ((error: unknown) => void) | undefined
  /**
   * Environment with `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_REGION` and, for temporary credentials,
   * `AWS_SESSION_TOKEN`. Defaults to `process.env`.
   */
  readonly environment?: NodeJS.ProcessEnv | undefined
}

/**
 * Opens the media store at a location.
 *
 * @throws {RangeError} when the URL does not name a bucket, or the credentials of the bucket are missing.
 */
export function openMediaStore(location: MediaLocation, options: MediaStoreOptions): MediaStore {
  const { records, now, onWriteFailure, environment = process.env } = options
  const blobs = openBlobs(location, environment)
  const write: BlobStore['write'] = async (id, source) => {
    try {
      await blobs.write(id, source)
    } catch (error) {
      onWriteFailure?.(error)
      throw error
    }
  }
  return createMediaStore({ ...blobs, write }, records, now)
}

function openBlobs(location: MediaLocation, environment: NodeJS.ProcessEnv): BlobStore {
  if (location.mediaUrl !== undefined)
    return createS3Blobs(toS3Location(location.mediaUrl, location.mediaEndpoint, environment))
  if (location.dataDir !== undefined) return createDirectoryBlobs(join(location.dataDir, 'media'), { isDurable: true })
  const directory = newTemporaryPath('media')
  return {
    ...createDirectoryBlobs(directory, { isDurable: false }),
    close: () => rm(directory, { recursive: true, force: true }),
  }
}

function toS3Location(
  mediaUrl: string,
  configuredEndpoint: string | undefined,
  environment: NodeJS.ProcessEnv,
): S3Location {
  const [, bucket, path = ''] = /^s3:\/\/([^/]+)(?:\/(.*))?$/.exec(mediaUrl) ?? []
  if (bucket === undefined) throw new RangeError('mediaUrl must be s3://bucket or s3://bucket/prefix')
  const { AWS_REGION, AWS_DEFAULT_REGION, AWS_ENDPOINT_URL_S3 } = environment
  const region = AWS_REGION ?? AWS_DEFAULT_REGION ?? 'us-east-1'
  const endpoint = configuredEndpoint ?? AWS_ENDPOINT_URL_S3 ?? `https://s3.${region}.amazonaws.com`
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = environment
  // An empty variable, as Compose sets it, is none.
  const sessionToken = environment.AWS_SESSION_TOKEN || undefined
  if (accessKeyId === undefined || secretAccessKey === undefined) {
    throw new RangeError('mediaUrl requires AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY')
  }
  const prefix = path === '' || path.endsWith('/') ? path : `${path}/`
  return { endpoint, region, bucket, prefix, accessKeyId, secretAccessKey, sessionToken }
}
