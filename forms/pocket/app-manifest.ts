// The manifest that tells a telephone of Pocket: how it is called and started, and which files may be shared to it.

export const appManifest = (paper: string) => ({
  id: '/app/',
  name: 'Pocket',
  short_name: 'Pocket',
  start_url: '/app/',
  scope: '/app/',
  display: 'standalone',
  background_color: paper,
  theme_color: paper,
  icons: [
    { src: 'icon.svg', sizes: 'any', type: 'image/svg+xml', purpose: 'any' },
    { src: 'icon.png', sizes: '192x192', type: 'image/png', purpose: 'any maskable' },
  ],
  launch_handler: { client_mode: 'navigate-existing' },
  share_target: {
    action: '/app/share',
    method: 'POST',
    enctype: 'multipart/form-data',
    params: {
      text: 'text',
      files: [
        { name: 'file', accept: ['text/html', '.html', 'text/plain', '.txt', '.sexp', '.eml', 'message/rfc822'] },
      ],
    },
  },
})
