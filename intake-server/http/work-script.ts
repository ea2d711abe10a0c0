// The one script of the public pages, which only a page loads that asks for proof of work: it looks for the number while the button waits.
// Without it the button is there at once, and counts after the time that the page names.

export const workScript = `(async () => {
  const input = document.querySelector('input[name=work]')
  const buttons = input.form.querySelectorAll('button')
  const stop = isStopped => buttons.forEach(button => (button.disabled = isStopped))
  if (!window.crypto || !crypto.subtle) return
  stop(true)
  const challenge = input.value
  const bits = Number(input.dataset.bits)
  const octets = new TextEncoder()
  for (let number = 0; ; number++) {
    const answer = challenge + '.' + number
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', octets.encode(answer)))
    const at = digest.findIndex(octet => octet !== 0)
    if (at * 8 + Math.clz32(digest[at]) - 24 < bits) continue
    input.value = answer
    stop(false)
    return
  }
})()
`
