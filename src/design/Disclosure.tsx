import type { ReactNode } from 'react'
import { Button } from 'react-aria-components/Button'
import { Disclosure as AriaDisclosure, DisclosurePanel } from 'react-aria-components/Disclosure'
import { Heading } from 'react-aria-components/Heading'

/** Something that may be read or left: opens in its place. */
export function Disclosure({
  title,
  children,
  isOpenAtFirst = false,
  isCard = true,
}: {
  title: ReactNode
  children: ReactNode
  isOpenAtFirst?: boolean
  isCard?: boolean
}) {
  return (
    <AriaDisclosure className={`disclosure ${isCard ? 'card' : ''}`} defaultExpanded={isOpenAtFirst}>
      <Heading level={3}>
        <Button slot="trigger" className="opener">
          {title}
        </Button>
      </Heading>
      <DisclosurePanel>{children}</DisclosurePanel>
    </AriaDisclosure>
  )
}
