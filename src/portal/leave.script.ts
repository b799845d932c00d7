// Gone at once, and the way back does not lead here.
document.querySelector<HTMLAnchorElement>('[data-leave]')?.addEventListener('click', (event) => {
  event.preventDefault()
  document.documentElement.hidden = true
  location.replace((event.currentTarget as HTMLAnchorElement).href)
})
