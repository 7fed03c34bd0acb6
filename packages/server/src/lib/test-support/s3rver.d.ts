declare module '@20minutes/s3rver' {
  import type { AddressInfo } from 'node:net'

  /** Subset of the service that the tests use. */
  class S3rver {
    constructor(options: {
      port: number
      address: string
      silent: boolean
      directory: string
      configureBuckets: readonly { name: string }[]
    })
    run(): Promise<AddressInfo>
    close(): Promise<void>
  }
  export = S3rver
}
