(satchel-reply
  (version 1)
  (id "dddddddddddddddddddddddddddddddd")
  (draft "dddddddddddddddddddddddddddddddd")
  (sequence 1)
  (packet "T8WY-KJNS-386Y")
  (epoch 1795943704)
  (token "TQFDE9FAGSP4122XW4AAGYQHHW")
  (set
    (field title "Dr.")
    (field note))
  (row contact-point "new-1"
    (field kind "phone")
    (field value "0700 000 777"))
  (report
    (field when "2026-11-28")
    (field note "Kommt am Freitag")))
