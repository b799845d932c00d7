import { useEffect, useState } from 'react'

/** Sound from memory: the browser's own buttons, under words that say what is heard. */
export function Player({ address, children }: { address: string | undefined; children: string }) {
  return (
    <figure className="stack tight">
      <figcaption>{children}</figcaption>
      {/* oxlint-disable-next-line jsx-a11y/media-has-caption -- what people said is on no paper */}
      <audio controls controlsList="nodownload" src={address} aria-label={children} />
    </figure>
  )
}

/** An address under which a page of ours shows or plays bytes from memory; it goes with whoever shows them. */
export function useMemoryAddress(bytes: Blob): string | undefined {
  const [address, setAddress] = useState<string>()
  useEffect(() => {
    const made = URL.createObjectURL(bytes)
    setAddress(made)
    return () => URL.revokeObjectURL(made)
  }, [bytes])
  return address
}
