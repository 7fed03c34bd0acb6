import { z } from '@hono/zod-openapi'
import { toInputItemId } from './ids.ts'
import { queryInteger } from './query-integer.ts'
import type { WholeItem } from './response-request.ts'

const status = z.literal('completed')

const PartSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('input_text'), text: z.string() }),
  z.object({ type: z.literal('output_text'), text: z.string(), annotations: z.array(z.unknown()) }),
  z.object({ type: z.literal('refusal'), refusal: z.string() }),
  z.object({ type: z.literal('input_image'), image_url: z.string(), detail: z.string() }),
])

const InputItemSchema = z
  .discriminatedUnion('type', [
    z.object({
      type: z.literal('message'),
      id: z.string(),
      status,
      role: z.enum(['user', 'assistant', 'system', 'developer']),
      content: z.array(PartSchema),
    }),
    z.object({
      type: z.literal('function_call'),
      id: z.string(),
      status,
      call_id: z.string(),
      name: z.string(),
      arguments: z.string(),
    }),
    z.object({
      type: z.literal('function_call_output'),
      id: z.string(),
      status,
      call_id: z.string(),
      output: z.union([z.string(), z.array(PartSchema)]),
    }),
    z.object({
      type: z.literal('reasoning'),
      id: z.string(),
      status,
      summary: z.array(z.unknown()),
    }),
  ])
  .openapi('ResponseInputItem')

/** Input item of a stored response. */
export type ResponseInputItem = z.infer<typeof InputItemSchema>
type Part = z.infer<typeof PartSchema>
type Message = Extract<WholeItem, { readonly role: string }>

/** Query of `GET /v1/responses/{id}/input_items`. */
export const InputItemsQuerySchema = z.object({
  limit: queryInteger(1, 100).optional(),
  order: z.enum(['asc', 'desc']).optional(),
  after: z.string().optional(),
})

/** Response of `GET /v1/responses/{id}/input_items`. */
export const InputItemListSchema = z
  .object({
    object: z.literal('list'),
    data: z.array(InputItemSchema),
    first_id: z.string().nullable(),
    last_id: z.string().nullable(),
    has_more: z.boolean(),
  })
  .openapi('ResponseInputItemList')

const prefixes = { message: 'msg_', function_call: 'fc_', function_call_output: 'fco_', reasoning: 'rs_' } as const

/** Converts the input of a request to items with ids; those that the caller has named keep their ids. */
export function toInputItems(input: string | readonly WholeItem[], responseId: string): ResponseInputItem[] {
  const items: readonly WholeItem[] = typeof input === 'string' ? [{ role: 'user', content: input }] : input
  return items.map((item, index) => {
    const type = item.type ?? 'message'
    return toInputItem(item, item.id || toInputItemId(prefixes[type], responseId, index))
  })
}

function toInputItem(item: WholeItem, id: string): ResponseInputItem {
  const common = { id, status: 'completed' as const }
  switch (item.type) {
    case 'function_call':
      return { type: item.type, ...common, call_id: item.call_id, name: item.name, arguments: item.arguments }
    case 'function_call_output': {
      const output = typeof item.output === 'string' ? item.output : toParts(item.output, 'user')
      return { type: item.type, ...common, call_id: item.call_id, output }
    }
    case 'reasoning':
      return { type: item.type, ...common, summary: [...(item.summary ?? [])] }
    default:
      return { type: 'message', ...common, role: item.role, content: toParts(item.content, item.role) }
  }
}

function toParts(content: Message['content'], role: Message['role']): Part[] {
  const parts = typeof content === 'string' ? [{ type: 'input_text' as const, text: content }] : content
  return parts.map((part) => {
    if (part.type === 'refusal') return { type: 'refusal', refusal: part.refusal }
    if (part.type === 'input_image')
      return { type: 'input_image', image_url: part.image_url, detail: part.detail ?? 'auto' }
    if (role !== 'assistant') return { type: 'input_text', text: part.text }
    return { type: 'output_text', text: part.text, annotations: [] }
  })
}

/** Page of a list of items. */
export interface ItemPage {
  readonly limit?: number | undefined
  readonly order?: 'asc' | 'desc' | undefined
  /** Id of the last item of the previous page. */
  readonly after?: string | undefined
}

/** Selects a page of items, newest first by default. Returns undefined when `after` is not among them. */
export function pageItems(
  items: readonly ResponseInputItem[],
  { limit = 20, order = 'desc', after }: ItemPage,
): z.infer<typeof InputItemListSchema> | undefined {
  const ordered = order === 'asc' ? items : items.toReversed()
  const start = after === undefined ? 0 : ordered.findIndex(({ id }) => id === after) + 1
  if (after !== undefined && start === 0) return undefined
  const data = ordered.slice(start, start + limit)
  return {
    object: 'list',
    data,
    first_id: data[0]?.id ?? null,
    last_id: data.at(-1)?.id ?? null,
    has_more: start + limit < ordered.length,
  }
}
