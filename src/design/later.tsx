import { lazy, type ReactNode, Suspense } from 'react'
import type { ComboBoxProps } from './ComboBox.tsx'
import type { DateFieldProps } from './DateField.tsx'
import type { DialogProps } from './Dialog.tsx'
import type { QrProps } from './Qr.tsx'
import { Loading } from './States.tsx'

// The heavy ones (a list in a popover, a calendar, a dialog: 15 to 50 KB each) come only when a page shows them.
const LateComboBox = lazy(() => import('./ComboBox.tsx'))
const LateDateField = lazy(() => import('./DateField.tsx'))
const LateDialog = lazy(() => import('./Dialog.tsx'))
const LateQr = lazy(() => import('./Qr.tsx'))

function Wait({ children }: { children: ReactNode }) {
  return <Suspense fallback={<Loading lines={1} />}>{children}</Suspense>
}

export function ComboBox(props: ComboBoxProps) {
  return (
    <Wait>
      <LateComboBox {...props} />
    </Wait>
  )
}

export function DateField(props: DateFieldProps) {
  return (
    <Wait>
      <LateDateField {...props} />
    </Wait>
  )
}

export function Dialog(props: DialogProps) {
  if (!props.isOpen) return null
  return (
    <Suspense fallback={null}>
      <LateDialog {...props} />
    </Suspense>
  )
}

export function Qr(props: QrProps) {
  return (
    <Wait>
      <LateQr {...props} />
    </Wait>
  )
}
