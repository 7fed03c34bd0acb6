import { createClient, type FileSource } from '@mira/core'
import { startTestServer } from '@mira/test-server'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { transcribe } from './transcribe.ts'

const bytesOf = (text: string): Uint8Array<ArrayBuffer> => {
  const bytes = new Uint8Array(100)
  bytes.set(Buffer.from(text, 'latin1'))
  return bytes
}
const wav = bytesOf('RIFF\x24\0\0\0WAVEfmt ')

async function sentFile(file: FileSource): Promise<{ name: string; type: string; bytes: Uint8Array }> {
  await using server = await startTestServer({ 'POST /v1/audio/transcribe': { json: { text: '' } } })
  await transcribe(createClient({ baseUrl: server.url }), { file })
  const sent = (await server.requests[0]!.formData()).get('file') as File
  return { name: sent.name, type: sent.type, bytes: new Uint8Array(await sent.arrayBuffer()) }
}

describe('an audio file without a name', () => {
  it.each([
    ['RIFF\x24\0\0\0WAVEfmt ', 'file.wav', 'audio/wav'],
    ['RF64\xff\xff\xff\xffWAVEds64', 'file.wav', 'audio/wav'],
    ['ID3\x04\0\0\0\0\0\0', 'file.mp3', 'audio/mpeg'],
    ['\xff\xfb\x90\x64', 'file.mp3', 'audio/mpeg'],
    ['\xff\xf1\x50\x80', 'file.aac', 'audio/aac'],
    ['fLaC\0\0\0\x22', 'file.flac', 'audio/flac'],
    ['OggS\0\x02\0\0', 'file.ogg', 'audio/ogg'],
    ['\0\0\0\x20ftypM4A \0\0\0\0', 'file.mp4', 'audio/mp4'],
    ['\0\0\0\x18ftypisom\0\0\0\0', 'file.mp4', 'video/mp4'],
    ['\0\0\0\x14ftypqt  \0\0\0\0', 'file.mov', 'video/quicktime'],
    ['\x1aE\xdf\xa3\x9fB\x86\x81', 'file.webm', 'video/webm'],
    ['FORM\0\0\0\0AIFF', 'file.aiff', 'audio/aiff'],
    ['#!AMR\n', 'file.amr', 'audio/amr'],
    ['no format at all', 'file', 'application/octet-stream'],
    ['', 'file', 'application/octet-stream'],
  ])('that begins with %j is sent as %s', async (start, name, type) => {
    expect(await sentFile(bytesOf(start))).toEqual({ name, type, bytes: bytesOf(start) })
  })

  it.each<[string, () => FileSource, string, string]>([
    ['a buffer', () => Buffer.from(wav), 'file.wav', 'audio/wav'],
    ['an ArrayBuffer', () => wav.buffer, 'file.wav', 'audio/wav'],
    ['a stream', () => new Blob([wav]).stream(), 'file.wav', 'audio/wav'],
    ['a function', () => () => new Blob([wav]), 'file.wav', 'audio/wav'],
    ['a Blob', () => new Blob([wav]), 'file.wav', 'audio/wav'],
    ['a recording', () => new Blob([wav], { type: 'audio/webm;codecs=opus' }), 'file.webm', 'audio/webm;codecs=opus'],
    ['an unusual type', () => new Blob([wav], { type: 'audio/vnd.wave' }), 'file.wav', 'audio/vnd.wave'],
    ['a Blob of a form', () => new File([wav], 'blob', { type: 'audio/mp4' }), 'blob.mp4', 'audio/mp4'],
    ['bytes with a type', () => ({ source: wav, type: 'audio/flac' }), 'file.flac', 'audio/flac'],
    ['a name without extension', () => ({ source: wav, name: 'hello' }), 'hello.wav', 'audio/wav'],
    ['a response', () => new Response(wav, { headers: { 'content-type': 'audio/mpeg' } }), 'file.mp3', 'audio/mpeg'],
    ['a name', () => new File([wav], 'a.xyz', { type: 'audio/x' }), 'a.xyz', 'audio/x'],
  ])('%s', async (_, create, name, type) => {
    expect(await sentFile(create())).toEqual({ name, type, bytes: wav })
  })

  it('arrives whole, however its stream is divided', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 12 }), async (lengths) => {
        const reused = new Uint8Array(100)
        async function* chunks() {
          let start = 0
          for (const length of [...lengths, 100]) {
            const part = wav.subarray(start, start + length)
            // A source may reuse its memory.
            reused.set(part)
            yield reused.subarray(0, part.length)
            start += length
          }
        }
        expect(await sentFile(chunks())).toEqual({ name: 'file.wav', type: 'audio/wav', bytes: wav })
      }),
      { numRuns: 25 },
    )
  })

  it('reports a source that fails at its beginning', async () => {
    const failing = new ReadableStream<Uint8Array>({ pull: (controller) => controller.error(new Error('disk gone')) })
    const call = transcribe(createClient({ baseUrl: 'http://127.0.0.1:9' }), { file: failing })
    await expect(call).rejects.toMatchObject({ code: 'body_failed', message: expect.stringContaining('disk gone') })
  })

  it('can be aborted before its first byte', async () => {
    const signal = AbortSignal.abort('enough')
    const call = transcribe(createClient({ baseUrl: 'http://127.0.0.1:9' }), { file: new ReadableStream() }, { signal })
    await expect(call).rejects.toBe('enough')
  })
})
