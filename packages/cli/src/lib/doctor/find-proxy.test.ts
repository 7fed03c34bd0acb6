import { expect, it } from 'vitest'
import { findProxy } from './find-proxy.ts'

const proxy = { HTTPS_PROXY: 'http://user:secret@proxy.example:3128' }

it.each([
  ['https://api.example/v1', {}, undefined],
  ['https://api.example/v1', proxy, 'HTTPS_PROXY'],
  ['http://api.example/v1', proxy, undefined],
  ['http://api.example', { http_proxy: 'proxy.example:3128' }, 'http_proxy'],
  ['https://api.example', { ...proxy, NO_PROXY: 'localhost, example' }, undefined],
  ['https://api.example', { ...proxy, NO_PROXY: '.example' }, undefined],
  ['https://api.example', { ...proxy, NO_PROXY: '*.example' }, undefined],
  ['https://api.example', { ...proxy, no_proxy: '*' }, undefined],
  ['https://api.example', { ...proxy, NO_PROXY: 'pi.example' }, 'HTTPS_PROXY'],
  ['https://api.example:8443', { ...proxy, NO_PROXY: 'api.example:443' }, 'HTTPS_PROXY'],
])('%s with %j is reached through %s', (url, environment, variable) => {
  expect(findProxy(new URL(url), environment)?.variable).toBe(variable)
})

it('is used only if Node is asked to', () => {
  const url = new URL('https://api.example')
  expect(findProxy(url, proxy)).toMatchObject({ isUsed: false })
  expect(findProxy(url, { ...proxy, NODE_USE_ENV_PROXY: '1' })).toMatchObject({ isUsed: true })
  expect(findProxy(url, { HTTPS_PROXY: '::' })).toMatchObject({ url: undefined })
})
