const lookEveryMs = 1000

/** Calls once the first page stands and nothing of it is still on its way: what is kept for later must not slow it. */
export function afterFirstScreen(then: () => void): void {
  setTimeout(() => {
    const stands = document.querySelector('h1') !== null && document.querySelector('.skeleton') === null
    if (stands) then()
    else afterFirstScreen(then)
  }, lookEveryMs)
}
