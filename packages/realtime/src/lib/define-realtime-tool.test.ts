import { describe, expect, expectTypeOf, it } from 'vitest'
import { defineRealtimeTool, type ToolSchema } from './define-realtime-tool.ts'

const context = { signal: new AbortController().signal, callId: 'c1' }
const described = { type: 'object', properties: { city: { type: 'string' } } }
const schemaOf = (jsonSchema?: object): ToolSchema<{ city: string }> => ({
  '~standard': {
    validate: (value) =>
      typeof (value as { city?: unknown }).city === 'string'
        ? { value: value as { city: string } }
        : { issues: [{ message: 'city must be text' }] },
    ...(jsonSchema && { jsonSchema: { input: () => jsonSchema } }),
  },
})

describe('defineRealtimeTool', () => {
  it('describes, validates and types the arguments by a validator', async () => {
    const tool = defineRealtimeTool({
      name: 'weather',
      schema: schemaOf(described),
      execute: (args) => {
        expectTypeOf(args).toEqualTypeOf<{ city: string }>()
        return args.city
      },
    })
    expect(tool.parameters).toEqual(described)
    expect(await tool.execute?.({ city: 'Paris' } as never, context)).toBe('Paris')
    await expect(tool.execute?.({} as never, context)).rejects.toThrow('city must be text')
  })

  it('takes declared types, with a description of its own', () => {
    const tool = defineRealtimeTool<{ city: string }>({
      name: 'weather',
      parameters: described,
      execute: ({ city }) => city,
    })
    expect(tool).toMatchObject({ name: 'weather', parameters: described })
    const both = defineRealtimeTool({ name: 'a', schema: schemaOf(), parameters: described, execute: () => 1 })
    expect(both.parameters).toEqual(described)
  })

  it('refuses a validator that cannot be described', () => {
    expect(() => defineRealtimeTool({ name: 'a', schema: schemaOf(), execute: () => 1 })).toThrow(/"a".*parameters/)
  })
})
