// English words of the public pages.

import type { Words } from './word-keys.ts'

export const en: Words = {
  language: 'Language',
  home: 'Your data with us',
  homeText:
    'Here you can write to {org} about the data we keep on you. Everything you send is sealed at once; this computer cannot read it again.',
  writeUs: 'You can also write to',
  update: 'See or correct my data',
  updateText:
    'Give your e-mail address. If we have data under it, we send you a form there, with which you can see and correct it.',
  email: 'E-mail address',
  send: 'Send',
  reply: 'Send a filled-in form',
  replyText: 'Choose the file that you filled in: the text form or the form file from our letter.',
  replyFile: 'File',
  unsubscribe: 'Stop messages',
  unsubscribeText: 'Press the button, and {org} sends you no more messages of this kind.',
  unsubscribeAddress: 'Give the e-mail address that should get no more messages.',
  unsubscribeButton: 'Stop messages',
  unsubscribed: 'You will get no more messages',
  unsubscribedText: 'Your wish was received. A message that is already on its way may still arrive.',
  inquiry: 'Ask a question',
  inquiryText: 'Write to us. We answer by e-mail or telephone.',
  name: 'Name',
  phone: 'Telephone',
  message: 'Message',
  files: 'Files',
  filesText: 'At most {count} files of {size} MiB each.',
  optional: 'optional',
  leaveEmpty: 'Leave this field empty',
  thanks: 'Thank you',
  thanksText:
    'What you sent was received and is kept safe. Our answer follows as a letter to the e-mail address that we have.',
  code: 'Receipt',
  refused: 'We cannot accept this',
  refusedTooLarge: 'It is too large or has too many parts. Nothing was stored.',
  refusedNotForm: 'It is not a filled-in form, or something is missing in it. Nothing was stored.',
  refusedEmpty:
    'The form arrived empty. Some mail programs cannot send forms. Save the form as a file, open that file in a web browser, fill it in there and send it again.',
  refusedTooFast:
    'It was sent faster than a form can be filled in. Go back, wait a moment and send it again. Nothing was stored.',
  busy: 'Please try later',
  busyText: 'We cannot take it at the moment. Nothing was stored. Please send it again in a few minutes.',
  notFound: 'There is no such page',
  notFoundText: 'The address may be mistyped.',
}
