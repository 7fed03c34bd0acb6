import { ActionIcon, Group } from '@mantine/core'
import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react'
import { type Ref, useEffect, useImperativeHandle, useRef, useState } from 'react'
import WaveSurfer from 'wavesurfer.js'
import { type Texts, useTexts } from './language.tsx'

const texts: Texts<Record<'play' | 'pause' | 'audio', string>> = {
  en: { play: 'Play', pause: 'Pause', audio: 'Waveform' },
  ru: { play: 'Слушать', pause: 'Пауза', audio: 'Форма волны' },
}

/** Imperative handle of the player. */
export interface WaveformHandle {
  /** Plays a range, in seconds. */
  playFrom(start: number, end?: number): void
}

interface WaveformProps {
  readonly audio: Blob
  readonly ref?: Ref<WaveformHandle> | undefined
}

/** Renders an audio player with a clickable waveform. */
export function Waveform({ audio, ref }: WaveformProps) {
  const text = useTexts(texts)
  const container = useRef<HTMLDivElement>(null)
  const player = useRef<WaveSurfer>(undefined)
  const [isPlaying, setIsPlaying] = useState(false)
  useEffect(() => {
    const wave = WaveSurfer.create({
      container: container.current!,
      height: 64,
      waveColor: '#9775fa',
      progressColor: '#5f3dc4',
    })
    player.current = wave
    wave.on('play', () => setIsPlaying(true))
    wave.on('pause', () => setIsPlaying(false))
    // Errors for undecodable audio are shown where it is used; the waveform stays empty.
    wave.loadBlob(audio).catch(() => undefined)
    return () => wave.destroy()
  }, [audio])
  useImperativeHandle(ref, () => ({ playFrom: (start, end) => void player.current?.play(start, end) }))
  return (
    <Group wrap="nowrap">
      <ActionIcon
        size="lg"
        variant="light"
        aria-label={isPlaying ? text.pause : text.play}
        onClick={() => void player.current?.playPause()}
      >
        {isPlaying ? <IconPlayerPause size={18} /> : <IconPlayerPlay size={18} />}
      </ActionIcon>
      <div ref={container} style={{ flex: 1 }} role="img" aria-label={text.audio} />
    </Group>
  )
}
