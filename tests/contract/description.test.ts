import SwaggerParser from '@apidevtools/swagger-parser'
import { type RunningServer, startServer } from '@mira/server'
import { createConfig, lintFromString } from '@redocly/openapi-core'
import { Validator } from '@seriousme/openapi-schema-validator'
import { afterAll, beforeAll, expect, it } from 'vitest'

interface Operation {
  readonly name: string
  readonly operationId: string
  readonly tags: readonly string[]
  readonly security?: readonly unknown[]
  readonly parameters?: readonly { readonly name: string; readonly schema: { readonly type?: string } }[]
  readonly responses: Readonly<Record<string, unknown>>
}

let server: RunningServer
let text: string
let operations: Operation[]
beforeAll(async () => {
  // With the emulator, whose control API is part of the document.
  server = await startServer({ emulator: {} })
  text = await (await fetch(`${server.url}/openapi.json`)).text()
  const { paths } = JSON.parse(text) as { paths: Record<string, Record<string, Omit<Operation, 'name'>>> }
  operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ ...operation, name: `${method.toUpperCase()} ${path}` })),
  )
})
afterAll(() => server.close())

it('is accepted by three validators without a warning', async () => {
  const config = await createConfig({ extends: ['recommended'] })
  const problems = await lintFromString({ source: text, absoluteRef: '/openapi.json', config })
  expect(problems.map(({ message, location }) => `${message} ${location[0]?.pointer}`)).toEqual([])
  expect(await new Validator().validate(JSON.parse(text))).toMatchObject({ valid: true })
  await expect(SwaggerParser.validate(JSON.parse(text))).resolves.toMatchObject({ openapi: '3.1.0' })
})

it('names each operation once, in the form of a function', () => {
  const ids = operations.map(({ operationId }) => operationId)
  expect(ids.length).toBeGreaterThan(40)
  expect(new Set(ids).size).toBe(ids.length)
  for (const id of ids) expect(id).toMatch(/^[a-z][A-Za-z]+$/)
})

it('names operations by hand, except those of the control API', () => {
  const derived = operations.filter(({ operationId }) => /^[a-z]+Control[A-Z]?/.test(operationId))
  expect(derived.filter(({ name }) => !name.includes(' /__mira/')).map(({ name }) => name)).toEqual([])
})

it('marks public operations, and only those', async () => {
  const open = operations.filter(({ security }) => security?.length === 0).map(({ name }) => name)
  expect(open).toEqual([
    'GET /',
    'GET /health',
    'GET /ready',
    'GET /v1/models',
    'GET /v1/models/{id}',
    'GET /api/v1/models',
    'GET /media/{id}',
  ])
  expect(operations.filter(({ security }) => security === undefined)).toEqual([])
})

it('describes numbers in queries as numbers', () => {
  const numbers = ['limit', 'offset', 'starting_after', 'after_ms']
  const parameters = operations.flatMap(({ name, parameters = [] }) =>
    parameters.map((parameter) => ({ ...parameter, operation: name })),
  )
  const counted = parameters.filter((parameter) => numbers.includes(parameter.name))
  expect(counted.length).toBeGreaterThan(3)
  for (const { schema } of counted) expect(schema.type).toBe('integer')
})

it('distinguishes streams from whole answers by their content type', () => {
  const { paths } = JSON.parse(text)
  const { content } = paths['/v1/chat/completions'].post.responses['200']
  expect(Object.keys(content)).toEqual(['application/json', 'text/event-stream'])
  expect(content['application/json'].schema).not.toEqual(content['text/event-stream'].schema)
})

it('describes what an engine can fail with, at each operation that runs one', () => {
  const free = ['POST /v1/api-keys']
  const engineCalls = operations.filter(({ name, responses }) => {
    return name.startsWith('POST /v1/') && '413' in responses && !free.includes(name)
  })
  expect(engineCalls.length).toBeGreaterThan(15)
  for (const { name, responses } of engineCalls)
    expect({ name, statuses: Object.keys(responses) }).toEqual({
      name,
      statuses: expect.arrayContaining(['500', '501', '502', '503', '504']),
    })
})

it('has no union whose branches must exclude each other', () => {
  expect(text).not.toContain('"oneOf"')
})
