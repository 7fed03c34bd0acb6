import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseCurl } from './parse-curl.test-support.ts'
import { Expression, writeJavaScript, writePython, writePythonArguments } from './write-literal.ts'
import { FileContent, writeCurl, writePythonRequest } from './write-request.ts'

const json = fc.jsonValue({ depthSize: 'small', noUnicodeString: false })
const body = fc.dictionary(fc.string({ unit: 'binary' }), json)
const variables = { MIRA_BASE_URL: 'http://127.0.0.1:1', MIRA_API_KEY: 'key' }

describe('literals', () => {
  it('of JavaScript have the value that they were written from', () => {
    fc.assert(
      fc.property(json, (value) => {
        const result: unknown = new Function(`return JSON.stringify(${writeJavaScript(value)})`)()
        expect(result).toBe(JSON.stringify(value))
      }),
      { numRuns: 300 },
    )
  })

  it.each([
    ['it\'s \\ "new"\n', `'it\\'s \\\\ "new"\\n'`, `"it's \\\\ \\"new\\"\\n"`],
    [[true, false, null, 1.5], '[true, false, null, 1.5]', '[True, False, None, 1.5]'],
    [{ a: 1, 'b-c': undefined, 'd e': [] }, "{ a: 1, 'd e': [] }", '{"a": 1, "d e": []}'],
    [{ call: new Expression('read(x)') }, '{ call: read(x) }', '{"call": read(x)}'],
  ])('of %j are short', (value, javascript, python) => {
    expect([writeJavaScript(value), writePython(value)]).toEqual([javascript, python])
  })

  it('stand on several lines when they are long', () => {
    const value = { list: ['a'.repeat(40), 'b'.repeat(40)] }
    expect(writeJavaScript(value)).toBe(`{\n  list: [\n    '${'a'.repeat(40)}',\n    '${'b'.repeat(40)}',\n  ],\n}`)
    expect(writePythonArguments({ model: 'mira', none: undefined })).toBe('    model="mira",\n')
  })
})

describe('commands of curl', () => {
  it('send exactly the body that they were written from', () => {
    fc.assert(
      fc.property(body, (sent) => {
        const command = writeCurl({ path: '/v1/any', json: sent })
        const [request, ...others] = parseCurl(command, variables)
        expect(others).toEqual([])
        expect(request).toMatchObject({
          url: 'http://127.0.0.1:1/v1/any',
          method: 'POST',
          headers: { Authorization: 'Bearer key', 'Content-Type': 'application/json' },
        })
        expect(JSON.parse(request!.body!)).toEqual(JSON.parse(JSON.stringify(sent)))
      }),
      { numRuns: 300 },
    )
  })

  it('send files in forms, and in JSON by a here-document that expands nothing else', () => {
    const file = new FileContent({ name: "it's.png", type: 'image/png' })
    expect(
      writeCurl({
        path: '/v1/x',
        form: [
          ['language', 'en'],
          ['file', file],
        ],
        output: 'out.mp3',
      }),
    ).toBe(
      String.raw`curl "$MIRA_BASE_URL/v1/x" \
  -H "Authorization: Bearer $MIRA_API_KEY" \
  -F 'language=en' \
  -F 'file=@it'\''s.png' \
  -o 'out.mp3'`,
    )
    const lines = writeCurl({ path: '/v1/x', json: { image: file, target: 'a $5 `note`\n' } }).split('\n')
    expect(lines.slice(3)).toEqual([
      '  -d @- <<JSON',
      '{',
      String.raw`  "image": "data:image/png;base64,$(base64 < 'it'\''s.png' | tr -d '\n')",`,
      '  "target": "a \\$5 \\`note\\`\\\\n"',
      '}',
      'JSON',
    ])
  })
})

describe('programs in Python', () => {
  it('send JSON, files and forms', () => {
    const file = new FileContent({ name: 'a.png', type: 'image/png' })
    const program = writePythonRequest({ path: '/v1/x', json: { images: [file], n: 1 } })
    expect(program).toContain('import base64\n')
    expect(program).toContain('"images": [')
    expect(program).toContain('"data:image/png;base64," + base64.b64encode(open("a.png", "rb").read()).decode()')
    expect(writePythonRequest({ path: '/v1/x' })).toContain('requests.get(')
    expect(
      writePythonRequest({
        path: '/v1/x',
        form: [
          ['a', 'b'],
          ['file', file],
        ],
        output: 'o',
      }),
    ).toContain('data=[["a", "b"]],\n    files={"file": open("a.png", "rb")},\n')
  })
})
