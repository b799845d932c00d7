// The token stands behind the #, which no server sees: it is put into the form and leaves the address line.
const form = document.querySelector<HTMLFormElement>('#still-open')
const token = form?.querySelector<HTMLInputElement>('[name="token"]')
if (form && token && location.hash.length > 1) {
  token.value = location.hash.slice(1)
  history.replaceState(null, '', location.pathname + location.search)
  form.submit()
}
