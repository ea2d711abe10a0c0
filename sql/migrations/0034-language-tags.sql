-- A language with its script or a part of the world, like zh-Hant and es-419, as other programs write it.

alter table person drop constraint person_person_language_check,
  add constraint person_person_language_check check (person_language ~ '^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$');
