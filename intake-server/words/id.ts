// Indonesian words of the public pages.

import type { Words } from './word-keys.ts'

export const id: Words = {
  language: 'Bahasa',
  home: 'Data Anda pada kami',
  homeText:
    'Di sini Anda dapat menulis kepada {org} tentang data yang kami simpan mengenai Anda. Semua yang Anda kirim langsung disegel; komputer ini tidak dapat membacanya lagi.',
  writeUs: 'Anda juga dapat menulis ke',
  update: 'Melihat atau memperbaiki data saya',
  updateText:
    'Tuliskan alamat surel Anda. Jika kami menyimpan data dengan alamat itu, kami mengirim formulir ke sana agar Anda dapat melihat dan memperbaikinya.',
  email: 'Alamat surel (e-mail)',
  send: 'Kirim',
  reply: 'Mengirim formulir yang sudah diisi',
  replyText: 'Pilih berkas yang sudah Anda isi: formulir teks atau berkas formulir dari surat kami.',
  replyFile: 'Berkas',
  unsubscribe: 'Berhenti menerima pesan',
  unsubscribeText: 'Tekan tombol ini, dan {org} tidak akan mengirimi Anda pesan seperti ini lagi.',
  unsubscribeAddress: 'Tuliskan alamat surel yang tidak boleh menerima pesan lagi.',
  unsubscribeButton: 'Berhenti menerima pesan',
  unsubscribed: 'Anda tidak akan menerima pesan lagi',
  unsubscribedText: 'Permintaan Anda sudah kami terima. Pesan yang sudah dalam perjalanan mungkin masih sampai.',
  inquiry: 'Mengajukan pertanyaan',
  inquiryText: 'Tulislah kepada kami. Kami menjawab lewat surel atau telepon.',
  name: 'Nama',
  phone: 'Telepon',
  message: 'Pesan',
  files: 'Berkas',
  filesText: 'Paling banyak {count} berkas, masing-masing sampai {size} MiB.',
  optional: 'tidak wajib',
  leaveEmpty: 'Biarkan kolom ini kosong',
  thanks: 'Terima kasih',
  thanksText:
    'Kiriman Anda sudah kami terima dan tersimpan dengan aman. Jawaban kami menyusul lewat surel, ke alamat Anda yang ada pada kami.',
  code: 'Tanda terima',
  refused: 'Kami tidak dapat menerima ini',
  refusedTooLarge: 'Terlalu besar atau terlalu banyak bagiannya. Tidak ada yang disimpan.',
  refusedNotForm: 'Ini bukan formulir yang sudah diisi, atau ada yang kurang di dalamnya. Tidak ada yang disimpan.',
  refusedEmpty:
    'Formulir tiba dalam keadaan kosong. Beberapa program surel tidak dapat mengirim formulir. Simpan formulir sebagai berkas, buka berkas itu di peramban web, isi di sana, lalu kirim lagi.',
  refusedTooFast:
    'Formulir dikirim lebih cepat daripada waktu untuk mengisinya. Kembalilah, tunggu sebentar, lalu kirim lagi. Tidak ada yang disimpan.',
  busy: 'Silakan coba lagi nanti',
  busyText: 'Saat ini kami tidak dapat menerimanya. Tidak ada yang disimpan. Silakan kirim lagi beberapa menit lagi.',
  notFound: 'Halaman ini tidak ada',
  notFoundText: 'Mungkin alamatnya salah ketik.',
}
