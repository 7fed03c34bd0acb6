import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { collect } from './files.test-support.ts'
import { type FormFields, type FormValue, multipartBody } from './multipart.ts'

const encode = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text)

/** Parses the fields with the runtime's own parser. */
async function parse(fields: FormFields): Promise<[string, unknown][]> {
  const body = multipartBody(fields)
  const bytes = await collect(body.open())
  if (body.length !== undefined) expect(bytes.length).toBe(body.length)
  const form = await new Response(bytes as never, { headers: { 'content-type': body.mediaType as string } }).formData()
  const read = async (value: FormDataEntryValue): Promise<unknown> =>
    typeof value === 'string' ? value : [value.name, value.type, Buffer.from(await value.arrayBuffer()).toString('hex')]
  return Promise.all([...form].map(async ([name, value]): Promise<[string, unknown]> => [name, await read(value)]))
}

const text = async (fields: FormFields): Promise<string> =>
  new TextDecoder().decode(await collect(multipartBody(fields).open()))

describe('multipartBody', () => {
  it('keeps the order, skips what is undefined and writes numbers and booleans', async () => {
    const fields = {
      model: 'whisper',
      file: new File(['abc'], 'a.wav'),
      skipped: undefined,
      temperature: 0.5,
      stream: false,
    }
    expect(await parse(fields)).toEqual([
      ['model', 'whisper'],
      ['file', ['a.wav', 'audio/wav', '616263']],
      ['temperature', '0.5'],
      ['stream', 'false'],
    ])
  })

  it('takes pairs, with which a name may come twice', async () => {
    const pairs: [string, FormValue][] = [
      ['image[]', new File(['1'], '1.png')],
      ['image[]', new File(['2'], '2.png')],
    ]
    expect(await parse(pairs)).toEqual([
      ['image[]', ['1.png', 'image/png', '31']],
      ['image[]', ['2.png', 'image/png', '32']],
    ])
    expect(await parse({})).toEqual([])
  })

  it('is read back whatever the names, file names and bytes', async () => {
    const name = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
    const tricky = fc.constantFrom(
      '"',
      '\r\n',
      '\r',
      '\n',
      '%22',
      '\\',
      '\\"',
      'ü',
      '日本',
      '; filename="x"',
      '🎵',
      "'",
    )
    const anyName = fc.array(fc.oneof(name, tricky), { minLength: 1, maxLength: 5 }).map((parts) => parts.join(''))
    const content = fc.oneof(fc.uint8Array({ maxLength: 300 }), tricky.map(encode), fc.constant(encode('\r\n--mira-')))
    const value = fc.oneof(
      fc.string({ unit: 'grapheme' }).map((field) => ({ field })),
      fc.record({ fileName: anyName, content }),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(anyName, value), { maxLength: 6 }), async (entries) => {
        const pairs = entries.map(([key, entry]): [string, FormValue] => [
          key,
          'field' in entry ? entry.field : { source: new Blob([entry.content]), name: entry.fileName, type: 'x/y' },
        ])
        // Escapes are ambiguous if the text itself contains one (%22), so both sides are compared escaped.
        const escaped = (raw: string): string =>
          raw.replaceAll('\r', '%0D').replaceAll('\n', '%0A').replaceAll('"', '%22')
        const expected = entries.map(([key, entry]) => [
          escaped(key),
          'field' in entry ? entry.field : [escaped(entry.fileName), 'x/y', Buffer.from(entry.content).toString('hex')],
        ])
        const parsed = (await parse(pairs)).map(([key, entry]) => [
          escaped(key),
          Array.isArray(entry) ? [escaped(entry[0] as string), entry[1], entry[2]] : entry,
        ])
        expect(parsed).toEqual(expected)
      }),
      { numRuns: 300 },
    )
  })

  it('lets neither a name nor a file name end its quotes or begin a header', async () => {
    const evil = 'a"; filename="/etc/passwd"\r\nX-Evil: 1\r\n\r\nbody'
    const lines = (await text({ [evil]: 'v', file: { source: encode('x'), name: evil } })).split('\r\n')
    const expected = 'a%22; filename=%22/etc/passwd%22%0D%0AX-Evil: 1%0D%0A%0D%0Abody'
    expect(lines).toContain(`Content-Disposition: form-data; name="${expected}"`)
    expect(lines).toContain(`Content-Disposition: form-data; name="file"; filename="${expected}"`)
    expect(lines.filter((line) => line.startsWith('X-Evil'))).toEqual([])
  })

  it('refuses a media type with a line break', () => {
    const file = { source: encode('x'), type: 'text/plain\r\nX-Evil: 1' }
    expect(() => multipartBody({ file })).toThrow(TypeError)
  })

  it('has a boundary that is new each time', () => {
    const boundaries = Array.from({ length: 100 }, () => multipartBody({}).mediaType)
    expect(new Set(boundaries).size).toBe(100)
    expect(boundaries[0]).toMatch(/^multipart\/form-data; boundary=mira-[0-9a-f]{32}$/)
  })

  it('sends the same bytes each time it is opened', async () => {
    const body = multipartBody({ a: 1, file: () => new Blob(['xyz']).stream() })
    expect(body.isReplayable).toBe(true)
    expect(await collect(body.open())).toEqual(await collect(body.open()))
  })

  it.each<[string, FormFields, { isKnown: boolean; isReplayable: boolean }]>([
    ['text alone', { a: 'ü' }, { isKnown: true, isReplayable: true }],
    ['a blob', { a: new Blob(['x']) }, { isKnown: true, isReplayable: true }],
    ['a stream', { a: new Blob(['x']), b: new Blob(['x']).stream() }, { isKnown: false, isReplayable: false }],
    ['a factory', { a: () => new Blob(['x']) }, { isKnown: false, isReplayable: true }],
    [
      'a factory of known size',
      { a: { source: () => new Blob(['x']), size: 1 } },
      { isKnown: true, isReplayable: true },
    ],
  ])('with %s knows what it can', (_, fields, expected) => {
    const { length, isReplayable } = multipartBody(fields)
    expect({ isKnown: length !== undefined, isReplayable }).toEqual(expected)
  })
})
