// Spanish words of the public pages.

import type { Words } from './word-keys.ts'

export const es: Words = {
  language: 'Idioma',
  home: 'Sus datos con nosotros',
  homeText:
    'Aquí puede escribir a {org} sobre los datos que guardamos de usted. Todo lo que envía se sella enseguida; este ordenador no puede volver a leerlo.',
  writeUs: 'También puede escribir a',
  update: 'Ver o corregir mis datos',
  updateText:
    'Dé su dirección de correo. Si tenemos datos con ella, enviamos allí un formulario para verlos y corregirlos.',
  email: 'Dirección de correo',
  send: 'Enviar',
  reply: 'Enviar un formulario rellenado',
  replyText: 'Elija el archivo que rellenó: el formulario de texto o el archivo de nuestra carta.',
  replyFile: 'Archivo',
  unsubscribe: 'No recibir más mensajes',
  unsubscribeText: 'Pulse el botón y {org} no le enviará más mensajes de este tipo.',
  unsubscribeAddress: 'Dé la dirección de correo que no debe recibir más mensajes.',
  unsubscribeButton: 'No recibir más mensajes',
  unsubscribed: 'No recibirá más mensajes',
  unsubscribedText: 'Su petición ha llegado. Un mensaje que ya está en camino todavía puede llegarle.',
  inquiry: 'Hacer una pregunta',
  inquiryText: 'Escríbanos. Respondemos por correo o por teléfono.',
  name: 'Nombre',
  phone: 'Teléfono',
  message: 'Mensaje',
  files: 'Archivos',
  filesText: 'Como máximo {count} archivos de {size} MiB cada uno.',
  optional: 'opcional',
  leaveEmpty: 'Deje este campo vacío',
  thanks: 'Gracias',
  thanksText:
    'Lo que envió ha llegado y está guardado con seguridad. Nuestra respuesta llega por correo electrónico a la dirección que tenemos de usted.',
  code: 'Recibo',
  refused: 'No podemos aceptarlo',
  refusedTooLarge: 'Es demasiado grande o tiene demasiadas partes. No se guardó nada.',
  refusedNotForm: 'No es un formulario rellenado, o le falta algo. No se guardó nada.',
  refusedEmpty:
    'El formulario llegó vacío. Algunos programas de correo no pueden enviar formularios. Guarde el formulario como archivo, abra ese archivo en un navegador, rellénelo allí y envíelo otra vez.',
  refusedTooFast:
    'Se envió más rápido de lo que se rellena un formulario. Vuelva atrás, espere un momento y envíelo otra vez. No se guardó nada.',
  busy: 'Inténtelo más tarde',
  busyText: 'Ahora no podemos recibirlo. No se guardó nada. Envíelo otra vez dentro de unos minutos.',
  notFound: 'Esta página no existe',
  notFoundText: 'Quizá la dirección esté mal escrita.',
}
