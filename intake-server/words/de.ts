// German words of the public pages.

import type { Words } from './word-keys.ts'

export const de: Words = {
  language: 'Sprache',
  home: 'Ihre Daten bei uns',
  homeText:
    'Hier schreiben Sie {org} wegen der Daten, die wir über Sie führen. Was Sie senden, wird sofort versiegelt; dieser Rechner kann es nicht wieder lesen.',
  writeUs: 'Sie können auch schreiben an',
  update: 'Meine Daten ansehen oder berichtigen',
  updateText:
    'Geben Sie Ihre E-Mail-Adresse an. Wenn wir Daten dazu haben, senden wir dorthin ein Formular, mit dem Sie sie ansehen und berichtigen können.',
  email: 'E-Mail-Adresse',
  send: 'Senden',
  reply: 'Ausgefülltes Formular senden',
  replyText: 'Wählen Sie die ausgefüllte Datei: das Textformular oder die Formulardatei aus unserer E-Mail.',
  replyFile: 'Datei',
  unsubscribe: 'Nachrichten abbestellen',
  unsubscribeText: 'Drücken Sie den Knopf, und {org} sendet Ihnen keine Nachrichten dieser Art mehr.',
  unsubscribeAddress: 'Geben Sie die E-Mail-Adresse an, die keine Nachrichten mehr bekommen soll.',
  unsubscribeButton: 'Nachrichten abbestellen',
  unsubscribed: 'Sie bekommen keine Nachrichten mehr',
  unsubscribedText: 'Ihr Wunsch ist angekommen. Eine Nachricht, die schon unterwegs ist, kann Sie noch erreichen.',
  inquiry: 'Eine Frage stellen',
  inquiryText: 'Schreiben Sie uns. Wir antworten per E-Mail oder Telefon.',
  name: 'Name',
  phone: 'Telefon',
  message: 'Nachricht',
  files: 'Dateien',
  filesText: 'Höchstens {count} Dateien von je {size} MiB.',
  optional: 'freiwillig',
  leaveEmpty: 'Dieses Feld leer lassen',
  thanks: 'Vielen Dank',
  thanksText:
    'Was Sie gesendet haben, ist angekommen und sicher aufbewahrt. Unsere Antwort folgt als E-Mail an die Adresse, die wir von Ihnen haben.',
  code: 'Quittung',
  refused: 'Das können wir nicht annehmen',
  refusedTooLarge: 'Es ist zu groß oder hat zu viele Teile. Nichts wurde gespeichert.',
  refusedNotForm: 'Es ist kein ausgefülltes Formular, oder es fehlt etwas darin. Nichts wurde gespeichert.',
  refusedEmpty:
    'Das Formular kam leer an. Manche Mailprogramme können keine Formulare senden. Speichern Sie das Formular als Datei, öffnen Sie die Datei in einem Browser, füllen Sie es dort aus und senden Sie es noch einmal.',
  refusedTooFast:
    'Es wurde schneller gesendet, als man ein Formular ausfüllen kann. Gehen Sie zurück, warten Sie einen Augenblick und senden Sie es noch einmal. Nichts wurde gespeichert.',
  busy: 'Bitte später versuchen',
  busyText:
    'Im Augenblick können wir es nicht annehmen. Nichts wurde gespeichert. Bitte senden Sie es in einigen Minuten noch einmal.',
  notFound: 'Diese Seite gibt es nicht',
  notFoundText: 'Vielleicht ist die Adresse falsch geschrieben.',
}
