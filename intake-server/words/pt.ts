// Portuguese words of the public pages.

import type { Words } from './word-keys.ts'

export const pt: Words = {
  language: 'Idioma',
  home: 'Os seus dados conosco',
  homeText:
    'Aqui você pode escrever para {org} sobre os dados que guardamos a seu respeito. Tudo o que você envia é lacrado na hora; este computador não consegue ler de novo.',
  writeUs: 'Você também pode escrever para',
  update: 'Ver ou corrigir os meus dados',
  updateText:
    'Informe o seu endereço de e-mail. Se tivermos dados ligados a ele, enviaremos para lá um formulário em que você pode vê-los e corrigi-los.',
  email: 'Endereço de e-mail',
  send: 'Enviar',
  reply: 'Enviar um formulário preenchido',
  replyText:
    'Escolha o arquivo que você preencheu: o formulário de texto ou o arquivo de formulário da nossa mensagem.',
  replyFile: 'Arquivo',
  unsubscribe: 'Parar as mensagens',
  unsubscribeText: 'Aperte o botão, e {org} não enviará mais mensagens deste tipo.',
  unsubscribeAddress: 'Informe o endereço de e-mail que não deve mais receber mensagens.',
  unsubscribeButton: 'Parar as mensagens',
  unsubscribed: 'Você não receberá mais mensagens',
  unsubscribedText: 'O seu pedido chegou. Uma mensagem que já está a caminho ainda pode chegar.',
  inquiry: 'Fazer uma pergunta',
  inquiryText: 'Escreva para nós. Respondemos por e-mail ou telefone.',
  name: 'Nome',
  phone: 'Telefone',
  message: 'Mensagem',
  files: 'Arquivos',
  filesText: 'No máximo {count} arquivos de {size} MiB cada um.',
  optional: 'opcional',
  leaveEmpty: 'Deixe este campo vazio',
  thanks: 'Obrigado',
  thanksText:
    'O que você enviou chegou e está guardado em segurança. A nossa resposta seguirá por e-mail, para o endereço que temos.',
  code: 'Recibo',
  refused: 'Não podemos aceitar isto',
  refusedTooLarge: 'É grande demais ou tem partes demais. Nada foi guardado.',
  refusedNotForm: 'Não é um formulário preenchido, ou falta alguma coisa nele. Nada foi guardado.',
  refusedEmpty:
    'O formulário chegou vazio. Alguns programas de e-mail não conseguem enviar formulários. Salve o formulário como arquivo, abra o arquivo em um navegador, preencha-o ali e envie de novo.',
  refusedTooFast:
    'Foi enviado mais rápido do que se preenche um formulário. Volte, espere um momento e envie de novo. Nada foi guardado.',
  busy: 'Tente mais tarde, por favor',
  busyText: 'No momento não podemos receber. Nada foi guardado. Envie de novo daqui a alguns minutos, por favor.',
  notFound: 'Esta página não existe',
  notFoundText: 'Talvez o endereço esteja escrito errado.',
}
