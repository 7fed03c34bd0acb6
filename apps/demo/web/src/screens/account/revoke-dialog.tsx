import { Button, Group, Modal, Text } from '@mantine/core'
import type { ApiKey } from '@mira/account'
import { useTexts } from '../../app/language.tsx'
import { texts } from './texts.ts'

interface RevokeDialogProps {
  /** Key to revoke; the dialog is closed if it is undefined. */
  readonly apiKey: ApiKey | undefined
  readonly isRevoking: boolean
  readonly onConfirm: (key: ApiKey) => void
  readonly onClose: () => void
}

/** Asks for confirmation before a key is revoked. */
export function RevokeDialog({ apiKey, isRevoking, onConfirm, onClose }: RevokeDialogProps) {
  const text = useTexts(texts)
  return (
    <Modal
      opened={apiKey !== undefined}
      onClose={onClose}
      title={`${text.revoke}: ${apiKey?.name ?? ''}`}
      closeButtonProps={{ 'aria-label': text.cancel }}
    >
      <Text mb="md">{text.revokeWarning}</Text>
      <Group>
        <Button color="red" loading={isRevoking} onClick={() => apiKey && onConfirm(apiKey)}>
          {text.revoke}
        </Button>
        <Button variant="default" onClick={onClose}>
          {text.cancel}
        </Button>
      </Group>
    </Modal>
  )
}
