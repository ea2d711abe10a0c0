// What the core signs of Pocket's files: their SHA-256. Written by `npm run generate`.

export const appList =
  '(satchel-app (version 1) (file "index.html" "413f70040198a097c495d7f365325f0955980986dc3fb3534f698a8142ff4301") (file "packet.html" "78c3f22757a403f813075ec99087677511ef24482a22df3859285ab1e18f19ab") (file "worker.js" "e55739d7adcccf73efd0444dd3e130ebe8495071660e1558f6d5eea7f3a1a1ad") (file "manifest.webmanifest" "c0be7d572616b6e8eea9bdc829779f5f59ba90c5f84a27cd6a4c00e4eea2743e") (file "icon.svg" "b3b556105c0cd04fc7a52037704bd2f45caf0b778a84cb88cbbb6e3a3498e6ea") (file "icon.png" "d0b77f8059be6a1eb86626e73988460abc9452a92299021db08aaf0fd4c6817e"))'
