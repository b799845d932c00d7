// Before the first paint: language, direction and light or dark of the reader's last choice, so that nothing flips.
;(() => {
  const tags = { ar: 'ar-IQ', ckb: 'ckb-IQ', kmr: 'kmr-Arab-IQ', en: 'en' }
  const page = document.documentElement
  try {
    const locale = localStorage.getItem('ihala.locale')
    const theme = localStorage.getItem('ihala.theme')
    if (locale && tags[locale]) {
      page.lang = tags[locale]
      page.dir = locale === 'en' ? 'ltr' : 'rtl'
    }
    if (theme === 'light' || theme === 'dark') page.dataset.theme = theme
  } catch {
    // storage is closed to us (private window, policy): Arabic and the machine's own light hold
  }
})()
