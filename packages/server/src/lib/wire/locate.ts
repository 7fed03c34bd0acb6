import { z } from '@hono/zod-openapi'
import type { BoundingBox, DetectedObject } from '@mira/engine'

const maxCells = 100

const ImageSchema = z.union([z.string().min(1), z.object({ url: z.string().min(1) })])
const TargetSchema = z.string().trim().min(1).max(1_000)

/** Field names accepted for the target, the canonical one first. */
const targetNames = ['target', 'query', 'prompt', 'description'] as const

/** Body of `POST /v1/vision/locate`. */
export const LocateRequestSchema = z
  .looseObject({
    image: ImageSchema.nullish(),
    image_url: ImageSchema.nullish(),
    target: TargetSchema.nullish(),
    query: TargetSchema.nullish(),
    prompt: TargetSchema.nullish(),
    description: TargetSchema.nullish(),
    model: z.string().nullish(),
    mode: z.enum(['box', 'grid']).nullish(),
    grid: z.object({ rows: z.int().min(1).max(maxCells), cols: z.int().min(1).max(maxCells) }).nullish(),
  })
  .superRefine((body, problems) => {
    if ((body.image ?? body.image_url) == null) {
      problems.addIssue({ code: 'custom', path: ['image'], message: 'expected a URL or a data URI' })
    }
    if (readTarget(body) === '') {
      problems.addIssue({ code: 'custom', path: ['target'], message: 'expected a description of the object to locate' })
    }
  })
  .openapi('LocateRequest')

/** Body of `POST /v1/vision/locate`. */
export type LocateRequestBody = z.infer<typeof LocateRequestSchema>

const BoxSchema = z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() })
const GridSchema = z.object({ rows: z.int(), cols: z.int() })

/** Response of `POST /v1/vision/locate`: coordinates from 0 to 1, with the origin at the top left. */
export const LocationSchema = z
  .object({
    found: z.boolean(),
    box: BoxSchema.nullable(),
    boxes: z.array(BoxSchema.extend({ label: z.string(), confidence: z.number() })),
    label: z.string().nullable(),
    confidence: z.number().nullable(),
    grid: GridSchema.optional(),
    cells: z.array(z.object({ row: z.int(), col: z.int() })).optional(),
  })
  .openapi('Location')

type Location = z.infer<typeof LocationSchema>
type Grid = z.infer<typeof GridSchema>

/** Returns the image of a body. */
export function readImageSource({ image, image_url }: LocateRequestBody): string {
  const source = image ?? image_url ?? ''
  return typeof source === 'string' ? source : source.url
}

/** Returns the target of a body; empty if there is none. */
export function readTarget(
  body: { readonly [Name in (typeof targetNames)[number]]?: string | null | undefined },
): string {
  return targetNames.map((name) => body[name]).find((target) => target != null) ?? ''
}

/** Encodes the located objects in the requested mode. */
export function encodeLocation(seen: readonly DetectedObject[], { mode, grid }: LocateRequestBody): Location {
  const [best] = seen
  const location = {
    found: best !== undefined,
    box: best === undefined ? null : toBox(best.box),
    boxes: seen.map(({ box, label, confidence }) => ({ ...toBox(box), label, confidence })),
    label: best?.label ?? null,
    confidence: best?.confidence ?? null,
  }
  if (mode !== 'grid') return location
  const cut = grid ?? { rows: 3, cols: 3 }
  return { ...location, grid: cut, cells: best === undefined ? [] : listCells(best.box, cut) }
}

function toBox({ x, y, width, height }: BoundingBox): z.infer<typeof BoxSchema> {
  return { x, y, width, height }
}

/** Share of a cell that the box must cover for the cell to count; if none reaches it, those covered most count. */
const coveredShare = 0.25

/** Lists the cells that a box covers. */
function listCells(box: BoundingBox, { rows, cols }: Grid): { row: number; col: number }[] {
  const cells = Array.from({ length: rows * cols }, (_, index) => {
    const [row, col] = [Math.floor(index / cols), index % cols]
    const share =
      overlap([box.x, box.width], [col / cols, 1 / cols]) * overlap([box.y, box.height], [row / rows, 1 / rows])
    return { row, col, share: share * rows * cols }
  })
  const needed = Math.min(coveredShare, Math.max(...cells.map(({ share }) => share)))
  return cells.filter(({ share }) => share > 0 && share >= needed).map(({ row, col }) => ({ row, col }))
}

type Span = readonly [start: number, length: number]

function overlap([start, length]: Span, [otherStart, otherLength]: Span): number {
  return Math.max(0, Math.min(start + length, otherStart + otherLength) - Math.max(start, otherStart))
}
