import { expect, it } from 'vitest'
import { InputError } from '../input-error.ts'
import { checkPublicUrl } from './check-public-url.ts'

it.each([
  'https://example.com/cat.png',
  'http://93.184.216.34/cat.png?a=1',
  'https://[2606:2800:220:1::1]/cat.png',
  'https://пример.рф/кот.png',
  'https://localhost.example.com/',
])('accepts %s', (url) => {
  expect(checkPublicUrl(url)).toBe(new URL(url).href)
})

it.each([
  'http://localhost/',
  'http://LOCALHOST:8787/v1',
  'http://localhost./',
  'http://api.localhost/',
  'http://router/',
  'http://printer.local/',
  'http://metadata.google.internal/',
  'http://127.0.0.1:8787/',
  'http://127.1/',
  'http://2130706433/',
  'http://0x7f.0.0.1/',
  'http://0177.0.0.1/',
  'http://0.0.0.0/',
  'http://10.1.2.3/',
  'http://172.31.0.1/',
  'http://192.168.0.1/',
  'http://100.64.0.1/',
  'http://169.254.169.254/latest/meta-data',
  'http://224.0.0.1/',
  'http://[::1]/',
  'http://[::]/',
  'http://[::ffff:127.0.0.1]/',
  'http://[64:ff9b::7f00:1]/',
  'http://[fe80::1]/',
  'http://[fd00::1]/',
  'http://[2002:7f00:1::]/',
  'http://[2001:db8::1]/',
  'https://user:password@example.com/',
  'https://',
])('refuses %s', (url) => {
  expect(() => checkPublicUrl(url)).toThrow(InputError)
})
