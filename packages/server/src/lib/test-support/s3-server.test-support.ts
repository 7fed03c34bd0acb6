import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import S3rver from '@20minutes/s3rver'

/** S3-compatible service with one bucket; it verifies signatures. */
export interface S3Server extends AsyncDisposable {
  readonly endpoint: string
  readonly bucket: string
  readonly environment: { readonly [name: string]: string }
}

/** Starts the service on its own temporary directory. */
export async function startS3Server(): Promise<S3Server> {
  const directory = await mkdtemp(join(tmpdir(), 'mira-s3-'))
  const bucket = 'mira'
  const service = new S3rver({
    port: 0,
    address: '127.0.0.1',
    silent: true,
    directory,
    configureBuckets: [{ name: bucket }],
  })
  const { port } = await service.run()
  return {
    endpoint: `http://127.0.0.1:${port}`,
    bucket,
    // Credentials that the service accepts.
    environment: { AWS_ACCESS_KEY_ID: 'S3RVER', AWS_SECRET_ACCESS_KEY: 'S3RVER', AWS_REGION: 'us-east-1' },
    async [Symbol.asyncDispose]() {
      await service.close()
      await rm(directory, { recursive: true })
    },
  }
}
