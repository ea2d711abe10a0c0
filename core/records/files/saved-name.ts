// The name under which a file is saved where nobody says another one.

/** As it is saved by itself: no file that a shell or a program reads unasked, and no sign that turns the name round. */
export const savedName = (name: string): string => name.replaceAll(/[\p{Cc}\p{Cf}]/gu, '').replace(/^\.+/, '_')
