import type { Extensible, RequestOptions } from '@mira/core'

/** Known fields of an embeddings request. */
export interface EmbeddingsFields {
  /** One text or any number of texts; long lists are split into several requests. */
  input: string | readonly string[]
  /** Defaults to `mira-embed`. */
  model?: 'mira-embed' | (string & {}) | undefined
  /** Number of dimensions of each vector. The server's default is 1,536. */
  dimensions?: number | undefined
  /**
   * Encoding of the vectors on the wire. Defaults to `base64`, which is less than half the size; the result is the
   * same.
   */
  encoding_format?: 'base64' | 'float' | (string & {}) | undefined
}

/** Parameters of an embeddings request. Other fields are sent unchanged when they are spread. */
export type EmbeddingsParams = Extensible<EmbeddingsFields>

/** Options of `createEmbeddings`. */
export interface EmbeddingsOptions extends RequestOptions {
  /** Maximum number of texts per request. Defaults to 100, as the server recommends. */
  readonly batchSize?: number | undefined
  /** Maximum number of concurrent requests. Defaults to 4. */
  readonly concurrency?: number | undefined
}

/** Embedding vector of one text. */
export interface Embedding {
  /** Position of the text in `input`. */
  index: number
  embedding: Float32Array
}

/** Embeddings in the order of the texts. */
export interface EmbeddingsResult {
  model: string
  data: Embedding[]
  /** Total over all requests. */
  usage?: EmbeddingsUsage | undefined
}

/** Tokens used by an embeddings request. */
export interface EmbeddingsUsage {
  prompt_tokens: number
  total_tokens: number
  readonly [field: string]: unknown
}
