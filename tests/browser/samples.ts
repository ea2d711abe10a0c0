// A right-to-left language to print forms in, for the browser tests.
import type { FormDefinition } from '@satchel/forms/definition/definition'
import type { Forms } from '@satchel/forms/loader'
import type { Words } from '@satchel/forms/words/form-words'

/** Words of a right-to-left language: a few in Arabic, the rest English, as where a translation has just begun. */
export function arabicWords(all: Forms): Words {
  const english = all.words.get('en')
  if (!english) throw new Error('there are no English words')
  const arabic = {
    'page-send': 'إرسال إلى {org}',
    'page-remove': 'إزالة هذا السطر',
    'page-new': 'سطر جديد: {list}',
    'page-required': 'مطلوب',
    'page-none': 'بلا اختيار',
    'page-self': 'أنت',
    'page-clear': 'السطر الذي تتركه فارغًا يُمحى.',
    'page-expires': 'يرجى الرد قبل {date}.',
    'page-packet': 'حزمة {packet}',
    'page-save': 'إن لم يفعل الزر شيئًا، فاحفظ هذا الملف وافتحه في متصفحك.',
    'page-sent': 'يصل ما أرسلته عندما ترى صفحة شكر فيها إيصال. إن رأيت شيئًا آخر فلم يُرسل.',
    'page-privacy': 'ما ترسله يصل إلى {org} فقط.',
  }
  return { language: 'ar', direction: 'rtl', texts: new Map([...english.texts, ...Object.entries(arabic)]) }
}

const arabicLabels: Readonly<Record<string, string>> = {
  'given-name': 'الاسم',
  'family-name': 'اسم العائلة',
  language: 'اللغة',
  preferred: 'أفضل طريقة للوصول إليك',
  'contact-point': 'هاتف أو بريد',
  address: 'عنوان',
}

/** The form with Arabic labels for its fields and collections. */
export function arabicForm(def: FormDefinition): FormDefinition {
  const translate = <Named extends { readonly name: string; readonly label: ReadonlyMap<string, string> }>(
    one: Named,
  ): Named => ({ ...one, label: new Map([...one.label, ['ar', arabicLabels[one.name] ?? one.name]]) })
  return {
    ...def,
    title: new Map([...def.title, ['ar', 'بياناتك']]),
    intro: new Map([['ar', 'هذه هي البيانات التي نحتفظ بها عنك. يرجى تصحيح ما هو خطأ.']]),
    fields: def.fields.map(translate),
    collections: def.collections.map(translate),
  }
}
