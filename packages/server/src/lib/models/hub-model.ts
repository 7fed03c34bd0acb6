import { z } from '@hono/zod-openapi'
import { type HubAccess, HubError, hubRequest } from './hub-request.ts'
import { isSafePath } from './model-source.ts'
import { parseJson } from './parse-json.ts'

/** File of a model on the hub. */
export interface HubFile {
  readonly path: string
  /** Size in bytes. */
  readonly size: number
  /** Name of its bytes in the cache: the SHA-256 of a large file, or the Git object ID of a small one. */
  readonly etag: string
}

/** Commit of a model on the hub. */
export interface HubModel {
  readonly commit: string
  /** SPDX license, or what the hub calls it. Undefined if the model states none. */
  readonly license: string | undefined
  /** Whether users must accept conditions before they may download it. */
  readonly isGated: boolean
  readonly files: readonly HubFile[]
}

/** Response of the hub, as far as it is used. */
const HubModelSchema = z.object({
  sha: z.string().regex(/^[0-9a-f]{40}$/),
  gated: z.union([z.boolean(), z.string()]).optional(),
  cardData: z
    .object({ license: z.union([z.string(), z.array(z.string())]).optional(), license_name: z.string().optional() })
    .nullish(),
  siblings: z.array(
    z.object({
      rfilename: z.string().refine(isSafePath, 'is not a path within the repository'),
      size: z.int().nonnegative().optional(),
      blobId: z
        .string()
        .regex(/^[0-9a-f]{40}$/)
        .optional(),
      lfs: z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/), size: z.int().nonnegative() }).nullish(),
    }),
  ),
})

const maxBytes = 32 * 2 ** 20

/**
 * Resolves a branch, tag or commit of a model, and lists its files.
 *
 * @throws {HubError} when the hub refuses, is not reachable, or answers anything else than a model.
 */
export async function readHubModel(
  access: HubAccess,
  { repository, revision }: { readonly repository: string; readonly revision: string },
  signal?: AbortSignal,
): Promise<HubModel> {
  const path = `/api/models/${repository}/revision/${encodeURIComponent(revision)}?blobs=true`
  const response = await hubRequest(access, path, { signal })
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > maxBytes) throw new HubError(`${access.endpoint} lists more than ${maxBytes} bytes of files`)
    chunks.push(chunk)
  }
  const parsed = HubModelSchema.safeParse(parseJson(Buffer.concat(chunks).toString()))
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw new HubError(`${access.endpoint} did not answer with a model: ${issue?.path.join('.')} ${issue?.message}`)
  }
  const { sha: commit, gated, cardData, siblings } = parsed.data
  const license = cardData?.license_name ?? [cardData?.license ?? []].flat().join(', ')
  const files = siblings.flatMap(({ rfilename, size: bytes, blobId, lfs }) => {
    const etag = lfs?.sha256 ?? blobId
    const length = lfs?.size ?? bytes
    return etag === undefined || length === undefined ? [] : [{ path: rfilename, size: length, etag }]
  })
  return { commit, license: license === '' ? undefined : license, isGated: Boolean(gated), files }
}
