import { ActionIcon, FileButton, Tooltip } from '@mantine/core'
import { IconPaperclip } from '@tabler/icons-react'
import { imageTypes } from '../app/file-problems.tsx'
import { useTexts } from '../app/language.tsx'
import { texts } from './texts.ts'

/** Renders a button that opens a file dialog for images. */
export function AttachButton({ onAttach }: { readonly onAttach: (files: readonly File[]) => void }) {
  const text = useTexts(texts)
  return (
    <FileButton multiple accept={imageTypes.join()} onChange={onAttach}>
      {(props) => (
        <Tooltip label={text.attach}>
          <ActionIcon {...props} size={36} variant="default" aria-label={text.attach}>
            <IconPaperclip size={18} />
          </ActionIcon>
        </Tooltip>
      )}
    </FileButton>
  )
}
