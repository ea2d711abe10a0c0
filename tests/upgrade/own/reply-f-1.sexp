(satchel-reply
  (version 1)
  (id "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")
  (draft "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")
  (sequence 1)
  (packet "8CQ5-F2PX-53GD")
  (epoch 1796075341)
  (token "SDRRQ8GVKQ0MS9QJQGEB8V1MG7")
  (set
    (field area "4.25")
    (field crop "beans")
    (field tel "+255 754 000 111")
    (field price "1300")
    (field sown-on "2026-03-02"))
  (row soil-test "new-1"
    (field day "2026-11-01")
    (field ph "6.8"))
  (report
    (field when "2026-11-28")
    (field outcome "reached")))
