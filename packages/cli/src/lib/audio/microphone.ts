import { type ChildProcessByStdio, spawn } from 'node:child_process'
import type { Readable } from 'node:stream'
import type { AudioSource } from '@mira/realtime/node'
import { CommandError } from '../command-error.ts'
import { exitCodes } from '../exit-codes.ts'
import { type AudioProgram, ownGroup } from './audio-programs.ts'

/** Microphone that a program records from. */
export interface Microphone extends AudioSource {
  /** Rejects when the program ends by itself; never resolves. */
  readonly failed: Promise<void>
}

/** Creates an audio source that records with a program. */
export function createMicrophone(program: AudioProgram): Microphone {
  let child: ChildProcessByStdio<null, Readable, Readable> | undefined
  let isClosed = false
  let fail = (_error: Error): void => {}
  const failed = new Promise<void>((_, reject) => {
    fail = reject
  })
  failed.catch(() => undefined)
  return {
    failed,
    async start(sampleRate, onFrame) {
      child = spawn(program.path, [...program.argumentsFor(sampleRate)], {
        ...ownGroup,
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      const words: Buffer[] = []
      child.stderr.on('data', (bytes: Buffer) => words.length < 20 && words.push(bytes))
      child.on('error', fail)
      child.on('close', (code) => {
        const reason = Buffer.concat(words).toString().trim().split('\n').at(0) || `exit code ${code}`
        if (!isClosed) fail(new CommandError(`${program.path} stopped recording: ${reason}`, exitCodes.failed))
      })
      emitFrames(child.stdout, onFrame)
    },
    async close() {
      isClosed = true
      child?.kill()
    },
  }
}

/** Converts bytes to samples. A chunk may end within a sample. */
function emitFrames(stream: Readable, onFrame: (samples: Int16Array) => void): void {
  let rest = Buffer.alloc(0)
  stream.on('data', (bytes: Buffer) => {
    const joined = Buffer.concat([rest, bytes])
    const samples = new Int16Array(Math.floor(joined.length / 2))
    for (let index = 0; index < samples.length; index += 1) samples[index] = joined.readInt16LE(index * 2)
    rest = joined.subarray(samples.length * 2)
    if (samples.length > 0) onFrame(samples)
  })
}
