import { useEffect, useRef, useState } from 'react'

/** State and actions of a recorder. */
export interface Recorder {
  readonly isRecording: boolean
  /** Elapsed whole seconds of the current recording. */
  readonly seconds: number
  /** Whether access to the microphone failed. */
  readonly isRefused: boolean
  start(): void
  stop(): void
}

/** Records the microphone to a file in the browser's default format, usually WebM. */
export function useRecorder(onRecorded: (file: File) => void): Recorder {
  const [isRecording, setIsRecording] = useState(false)
  const [isRefused, setIsRefused] = useState(false)
  const seconds = useSeconds(isRecording)
  const recorder = useRef<MediaRecorder>(undefined)
  useEffect(() => () => recorder.current?.stop(), [])

  async function start() {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true }).catch(() => undefined)
    setIsRefused(stream === undefined)
    if (stream === undefined) return
    const recording = new MediaRecorder(stream)
    const parts: Blob[] = []
    recording.ondataavailable = ({ data }) => parts.push(data)
    recording.onstop = () => {
      for (const track of stream.getTracks()) track.stop()
      setIsRecording(false)
      const [type = 'audio/webm'] = recording.mimeType.split(';')
      onRecorded(new File(parts, `recording.${type.split('/')[1]}`, { type }))
    }
    recorder.current = recording
    recording.start()
    setIsRecording(true)
  }

  return { isRecording, seconds, isRefused, start: () => void start(), stop: () => recorder.current?.stop() }
}

function useSeconds(isRunning: boolean): number {
  const [seconds, setSeconds] = useState(0)
  useEffect(() => {
    setSeconds(0)
    if (!isRunning) return
    const timer = setInterval(() => setSeconds((before) => before + 1), 1_000)
    return () => clearInterval(timer)
  }, [isRunning])
  return seconds
}
