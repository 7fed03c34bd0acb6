import { Readable } from 'node:stream'
import type { ReadableStream as NodeReadableStream } from 'node:stream/web'
import type { S3mini } from 's3mini'
import type { BlobStore } from './blob-store.ts'

/** Bucket of an S3-compatible service. */
export interface S3Location {
  /** Origin of the service, such as `https://s3.eu-central-1.amazonaws.com`. */
  readonly endpoint: string
  readonly region: string
  readonly bucket: string
  /** Prefix of every key, including its trailing slash; may be empty. */
  readonly prefix: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
  /** Session token of temporary credentials. */
  readonly sessionToken?: string | undefined
}

/** Creates a blob store on a bucket. An object appears only once its upload is complete. */
export function createS3Blobs(location: S3Location): BlobStore {
  const { endpoint, bucket, prefix } = location
  const address = `${endpoint.replace(/\/+$/, '')}/${bucket}`
  const keyOf = (id: string) => prefix + id
  let client: Promise<S3mini> | undefined
  const connect = () => {
    client ??= createClient(address, location)
    return client
  }

  return {
    async write(id, source) {
      const s3 = await connect()
      // Sources larger than one part, or of unknown length, are uploaded in parts.
      await s3.putAnyObject(keyOf(id), source instanceof Uint8Array ? source : toWebStream(source))
    },
    async read(id, range) {
      const s3 = await connect()
      const { body } =
        range === undefined
          ? await s3.getObjectRaw(keyOf(id))
          : await s3.getObjectRaw(keyOf(id), false, range.start, range.end + 1)
      return body === null ? Readable.from([]) : Readable.fromWeb(body as NodeReadableStream)
    },
    version: async (id) => (await (await connect()).getEtag(keyOf(id))) ?? undefined,
    async remove(id) {
      await (await connect()).deleteObject(keyOf(id))
    },
    close: async () => {},
  }
}

/** Signs a request; private in `S3mini`, which has no option for a session token. */
type Sign = (method: string, path: string, query?: object, headers?: object) => Promise<unknown>

async function createClient(
  address: string,
  { region, accessKeyId, secretAccessKey, sessionToken }: S3Location,
): Promise<S3mini> {
  // Loaded on demand: a server without a bucket starts without it.
  const { S3mini } = await import('s3mini')
  const s3 = new S3mini({ endpoint: address, region, accessKeyId, secretAccessKey })
  if (sessionToken === undefined) return s3
  const signer = s3 as unknown as { _sign: Sign }
  const sign = signer._sign.bind(s3)
  // The header must be one of those that are signed (AWS Signature Version 4, "Using temporary security credentials").
  signer._sign = (method, path, query, headers = {}) =>
    sign(method, path, query, Object.assign(headers, { 'x-amz-security-token': sessionToken }))
  return s3
}

// Node's web stream type and the global one are the same class under two names.
function toWebStream(source: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> {
  return Readable.toWeb(Readable.from(source)) as ReadableStream<Uint8Array>
}
