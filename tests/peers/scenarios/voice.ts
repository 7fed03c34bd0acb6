import { cpuOf, expect, type Scenario } from './scenario.ts'

/** Audio per server event: 100 ms of pcm16 at 24 kHz. */
const bytesPerDelta = 4_800

/** CPU time per received audio event, from the frame to its bytes. */
export const voiceReceive: Scenario = {
  units: 20_000,
  quickUnits: 3_000,
  needs: 'openVoice',
  reply: (units) => `voice/${units}`,
  async measure({ units, open }) {
    const voice = await (await open()).openVoice()
    const listen = async (): Promise<void> => {
      let bytes = 0
      await voice.listen((audio) => {
        bytes += audio.length
      })
      expect(bytes, units * bytesPerDelta, 'bytes')
    }
    await listen()
    return (await cpuOf(listen)) / units
  },
}

/** 20 ms of pcm16 at 24 kHz, like a microphone frame. */
const bytesPerFrame = 960
/** Frames sent per turn of the event loop. */
const framesPerTurn = 8

/** CPU time per sent audio frame, from its bytes to the socket. */
export const voiceSend: Scenario = {
  units: 40_000,
  quickUnits: 6_000,
  needs: 'openVoice',
  reply: () => 'voice/1',
  async measure({ units, open }) {
    const voice = await (await open()).openVoice()
    const frames = Array.from({ length: framesPerTurn }, (_, index) => Buffer.alloc(bytesPerFrame, index + 1))
    const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
    const send = async (): Promise<void> => {
      for (let sent = 0; sent < units; sent += framesPerTurn) {
        for (const frame of frames) await voice.sendAudio(frame)
        await turn()
      }
      await voice.commit()
    }
    await send()
    return (await cpuOf(send)) / units
  },
}
