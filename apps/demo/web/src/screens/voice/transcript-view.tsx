import { Button, Group, Stack, Text, UnstyledButton } from '@mantine/core'
import { type Transcript, toSrt, toVtt } from '@mira/media'
import { useTexts } from '../../app/language.tsx'
import { texts } from './texts.ts'

interface TranscriptViewProps {
  readonly transcript: Transcript
  readonly durationMs: number
  /** Plays a range of the recording, in seconds. */
  readonly onSeek: (start: number, end: number) => void
}

/** Renders a transcript, as text and as clickable words. */
export function TranscriptView({ transcript, durationMs, onSeek }: TranscriptViewProps) {
  const text = useTexts(texts)
  const { words = [], duration } = transcript
  return (
    <Stack gap="xs">
      <Text dir="auto" fw={500} data-testid="transcript">
        {transcript.text}
      </Text>
      {words.length > 0 && (
        <Group gap={4} role="group" aria-label={text.transcript}>
          {words.map(({ word, start, end }, index) => (
            <UnstyledButton
              // biome-ignore lint/suspicious/noArrayIndexKey: words are never reordered
              key={index}
              className="transcript-word"
              title={`${start.toFixed(2)} s`}
              onClick={() => onSeek(start, end)}
            >
              {word}
            </UnstyledButton>
          ))}
        </Group>
      )}
      <Text size="sm" role="status">
        {text.summary(duration ?? 0, Math.round(durationMs))}
      </Text>
      <Group gap="xs">
        {transcript.segments &&
          [
            ['SRT', toSrt(transcript)],
            ['VTT', toVtt(transcript)],
          ].map(([format, content]) => (
            <Button
              key={format}
              size="compact-sm"
              variant="default"
              component="a"
              href={`data:text/plain;charset=utf-8,${encodeURIComponent(content!)}`}
              download={`transcript.${format!.toLowerCase()}`}
            >
              {text.saveAs(format!)}
            </Button>
          ))}
      </Group>
    </Stack>
  )
}
