import type { ReactNode } from 'react'
import { Dialog as AriaDialog } from 'react-aria-components/Dialog'
import { Heading } from 'react-aria-components/Heading'
import { Modal, ModalOverlay } from 'react-aria-components/Modal'
import { Button } from './Button.tsx'
import { useWords } from './language.tsx'

export interface DialogProps {
  title: string
  isOpen: boolean
  onClose: () => void
  children: ReactNode
  /** The buttons; "cancel" is always there. */
  actions?: ReactNode
  /** On the button that closes; "cancel" where there is something to cancel. */
  close?: string | undefined
  /** What is in it would be lost by a touch beside it: only its buttons close it. */
  isSteady?: boolean | undefined
}

/** A question that stands in front: rises from below on a phone, stands in the middle on a desk. */
export default function Dialog({ title, isOpen, onClose, children, actions, close, isSteady }: DialogProps) {
  const t = useWords()
  return (
    <ModalOverlay
      className="veil"
      isOpen={isOpen}
      onOpenChange={(open) => !open && onClose()}
      isDismissable={!isSteady}
      isKeyboardDismissDisabled={isSteady ?? false}
    >
      <Modal className="sheet-up">
        <AriaDialog className="dialog">
          <Heading slot="title" level={2}>
            {title}
          </Heading>
          {children}
          <div className="row">
            {actions}
            <Button look="quiet" onPress={onClose}>
              {close ?? t('design.cancel')}
            </Button>
          </div>
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}
