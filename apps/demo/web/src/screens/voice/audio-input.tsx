import '@mantine/dropzone/styles.css'
import { Text } from '@mantine/core'
import { Dropzone } from '@mantine/dropzone'
import { useState } from 'react'
import { type FileProblem, FileProblems, toProblems } from '../../app/file-problems.tsx'
import { useTexts } from '../../app/language.tsx'
import { texts } from './texts.ts'

/** Renders an input for an audio file by drag and drop, file selection, or keyboard. */
export function AudioInput({ onSelect }: { readonly onSelect: (file: File) => void }) {
  const text = useTexts(texts)
  const [problems, setProblems] = useState<readonly FileProblem[]>([])
  return (
    <>
      <Dropzone
        accept={['audio/*', 'video/webm']}
        multiple={false}
        onDrop={([file]) => {
          setProblems([])
          if (file) onSelect(file)
        }}
        onReject={(rejections) => setProblems(toProblems(rejections, 'audio'))}
        inputProps={{ 'aria-label': text.drop }}
        p="md"
      >
        <Text size="sm" ta="center">
          {text.drop}
        </Text>
        <Text size="xs" c="dimmed" ta="center">
          {text.dropHint}
        </Text>
      </Dropzone>
      <FileProblems problems={problems} />
    </>
  )
}
