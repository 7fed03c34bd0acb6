import * as registry from '@opentelemetry/semantic-conventions/incubating'
import { describe, expect, it } from 'vitest'
import { attributes, histograms } from './convention.ts'

const names = new Set<unknown>(Object.values(registry).filter((value) => typeof value === 'string'))
const templates = Object.entries(registry)
  .filter(([name, value]) => name.startsWith('ATTR_') && typeof value === 'function')
  .map(([, template]) => (template as (key: string) => string)('x-request-id'))

describe('the names of the conventions', () => {
  it.each(Object.values(attributes))('%s is in the registry', (name) => {
    expect(names.has(name) || templates.includes(name)).toBe(true)
  })

  it.each(Object.values(histograms))('$name is in the registry', ({ name }) => {
    expect(names.has(name)).toBe(true)
  })
})
