(satchel-reply
  (version 1)
  (id "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb")
  (draft "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb")
  (sequence 1)
  (packet "V2YS-4MHQ-17X4")
  (epoch 1796075341)
  (token "VHK5EDKCKAXBNAHRFENH5PMJHR")
  (set
    (field shoe-size "39"))
  (report
    (field when "2026-11-28")
    (field outcome "reached")))
