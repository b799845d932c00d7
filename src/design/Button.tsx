import type { ReactNode } from 'react'
import { Button as AriaButton, type ButtonProps as AriaProps } from 'react-aria-components/Button'
import { Link as AriaLink, type LinkProps as AriaLinkProps } from 'react-aria-components/Link'
import { useWords } from './language.tsx'

export type Look = 'main' | 'plain' | 'quiet' | 'danger'

export interface ButtonProps extends Omit<AriaProps, 'className' | 'style' | 'children'> {
  look?: Look | undefined
  children: ReactNode
}

/** One main button a screen; everything else is plain or quiet. `isPending` keeps the focus and says that work goes on. */
export function Button({ look = 'plain', children, ...rest }: ButtonProps) {
  const t = useWords()
  return (
    <AriaButton {...rest} className={`button ${look}`}>
      {rest.isPending ? <span className="turning" role="img" aria-label={t('design.working')} /> : null}
      {children}
    </AriaButton>
  )
}

export interface LinkProps extends Omit<AriaLinkProps, 'className' | 'style' | 'children'> {
  className?: string | undefined
  children: ReactNode
}

/** Goes to another page of the app (path without `/app`) or to an outside address (`tel:`, `https:`). */
export function Link({ className, ...rest }: LinkProps) {
  return <AriaLink {...rest} {...(className === undefined ? {} : { className })} />
}

/** A link that looks like a button, for going somewhere; a Button is for doing something. */
export function LinkButton({
  look = 'plain',
  ...rest
}: Omit<LinkProps, 'className'> & { look?: Look | undefined }) {
  return <AriaLink {...rest} className={`button ${look}`} />
}
