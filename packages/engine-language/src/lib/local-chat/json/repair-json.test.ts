import { expect, it } from 'vitest'
import { readSchema } from './read-schema.ts'
import { repairJson } from './repair-json.ts'

it('leaves out a default that its own schema does not allow', () => {
  const schema = {
    type: 'object',
    properties: { user_id: { type: 'integer' }, range: { type: 'string', default: null } },
    required: ['user_id'],
  }
  expect(repairJson({ user_id: 7623, range: null }, readSchema(schema, 'schema'))).toEqual({ user_id: 7623 })
})
